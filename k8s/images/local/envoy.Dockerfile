# Envoy alone, from the wheel that cli/fetch-tools unpacks, where envoyproxy/envoy cannot be pulled: the context is .tools.
FROM scratch
ARG ENVOY=envoy
COPY ${ENVOY} /usr/local/bin/envoy
