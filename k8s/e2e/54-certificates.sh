#!/usr/bin/env bash
# certificates of 60 s life, renewed under load
# limit: 480 s
. "$(dirname "$0")/lib.sh"

eventually 60 "the gateway answers" answers
later kubectl -n istio-system rollout status deployment/istiod --timeout=120s
later kubectl -n istio-system set env deployment/istiod TULLE_XDS_CERTIFICATE_LIFE-
kubectl -n istio-system set env deployment/istiod TULLE_XDS_CERTIFICATE_LIFE=60s >/dev/null
rolled_out istio-system deployment/istiod
# A running Envoy keeps its long-lived certificate; a new pod gets a short one.
for deployment in servicea/servicea serviceb/serviceb servicec/servicec-v1 servicec/servicec-v2; do
    kubectl -n "${deployment%/*}" rollout restart "deployment/${deployment#*/}" >/dev/null
    rolled_out "${deployment%/*}" "deployment/${deployment#*/}"
done
serial() {
    kubectl -n servicea exec "$(pod servicea app=servicea)" -c istio-proxy -- bash -c '
        exec 3<>/dev/tcp/127.0.0.1/15000
        printf "GET /certs HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n" >&3
        cat <&3' | grep -A1 '"cert_chain"' -A6 | grep -m1 serial_number
}
load_begin 50
seconds=100
[[ -z ${E2E_LONG:-} ]] || seconds=300
seen=()
for ((second = 0; second < seconds; second += 10)); do
    sleep 10
    seen+=("$(serial)")
done
load_end "$seconds s with certificates of 60 s"
different=$(printf '%s\n' "${seen[@]}" | sort -u | wc -l)
within "certificates seen at A's proxy" $((seconds / 40)) 1000 "$different"
