# Zipkin's executable jar on a JRE, as cli/fetch-tools fetches it: the context is .tools/zipkin.
ARG JRE_IMAGE=eclipse-temurin:25-jre
FROM ${JRE_IMAGE}
COPY zipkin.jar /zipkin/zipkin.jar
USER 1000:1000
ENTRYPOINT ["sh", "-c", "exec java $JAVA_OPTS -jar /zipkin/zipkin.jar"]
