#!/usr/bin/env bash
# PERMISSIVE, STRICT and DISABLE, switched under load without a failed request
# limit: 240 s
. "$(dirname "$0")/lib.sh"

namespace e2e-outside
image=$(kubectl -n servicea get pod "$(pod servicea app=servicea)" -o 'jsonpath={.spec.initContainers[?(@.name=="istio-proxy")].image}')
kubectl -n e2e-outside run caller --image="$image" --image-pull-policy=IfNotPresent --command -- sleep 100000 >/dev/null
eventually 60 "a pod outside the mesh runs" kubectl -n e2e-outside wait pod/caller --for=condition=Ready --timeout=1s

# outside: whether a pod without a proxy is answered by C in plain text.
outside() {
    kubectl -n e2e-outside exec caller -- timeout 5 bash -c 'exec 3<>/dev/tcp/servicec.servicec/8081
        printf "GET / HTTP/1.1\r\nhost: servicec.servicec:8081\r\nconnection: close\r\n\r\n" >&3; cat <&3' 2>/dev/null | grep -q 'Hello from service C'
}
refused() { ! outside; }
mode() { # mode NAME
    cat >"$work/mode.yaml" <<YAML
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: e2e, namespace: servicec}
spec: {mtls: {mode: $1}}
YAML
    cli/tulle apply -f "$work/mode.yaml"
}
later kubectl -n servicec delete peerauthentication e2e --ignore-not-found

eventually 60 "the gateway answers" answers
eventually 30 "PERMISSIVE by default: plain text from outside is answered" outside
load_begin 100
mode STRICT
eventually 30 "STRICT: plain text from outside is refused" refused
eventually 10 "and the mesh answers" answers
mode PERMISSIVE
eventually 30 "PERMISSIVE again: it is answered" outside
mode DISABLE
eventually 30 "DISABLE: it is answered" outside
sleep 3
before=$(stat servicec version=v1 'listener.0.0.0.0_15006.ssl.handshake')
mode STRICT
eventually 30 "STRICT from DISABLE" refused
sleep 2
within "handshakes since" 1 100000000 "$(($(stat servicec version=v1 'listener.0.0.0.0_15006.ssl.handshake') - before))"
kubectl -n servicec delete peerauthentication e2e >/dev/null
eventually 30 "without a policy plain text is answered again" outside
load_end "four switches"
matches "A's certificate is its own" 'spiffe://cluster.local/ns/servicea/sa/servicea' "$(cli/tulle proxy-config secrets servicea.servicea)"
