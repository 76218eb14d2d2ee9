#!/usr/bin/env bash
# a sidecar's Envoy is killed on the node, under load
# limit: 180 s
. "$(dirname "$0")/lib.sh"

eventually 60 "the gateway answers" answers
victim=$(pod servicec app=servicec,version=v1)
image=$(kubectl -n servicec get pod "$victim" -o 'jsonpath={.spec.initContainers[?(@.name=="istio-proxy")].image}')
node=$(kubectl -n servicec get pod "$victim" -o 'jsonpath={.spec.nodeName}')
restarts() { kubectl -n servicec get pod "$victim" -o 'jsonpath={.status.initContainerStatuses[?(@.name=="istio-proxy")].restartCount}'; }
before=$(restarts)
namespace e2e-node pod-security.kubernetes.io/enforce=privileged

# What was on its way in the killed proxy may have been done, so by default it is not sent again; C's calls may be.
later kubectl -n servicec delete virtualservice servicec-route --ignore-not-found
cat >"$work/retries.yaml" <<YAML
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: servicec-route
  namespace: servicec
spec:
  hosts:
  - servicec.servicec.svc.cluster.local
  http:
  - retries:
      attempts: 3
      retryOn: connect-failure,refused-stream,reset
    route:
    - destination:
        host: servicec.servicec.svc.cluster.local
YAML
applied "$work/retries.yaml"

load_begin 100
# Every process of the node is seen there; the pod's name stands in the arguments of its Envoy.
kubectl -n e2e-node apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: killer
spec:
  hostPID: true
  nodeName: $node
  restartPolicy: Never
  containers:
  - name: killer
    image: $image
    imagePullPolicy: IfNotPresent
    securityContext:
      privileged: true
      runAsUser: 0
    command:
    - /bin/sh
    - -c
    - |
      for process in /proc/[0-9]*; do
        if grep -aq '^[^ ]*envoy' "\$process/comm" && tr '\0' ' ' <"\$process/cmdline" | grep -q "$victim"; then
          kill -9 "\${process#/proc/}" && exit 0
        fi
      done
      exit 1
YAML
eventually 30 "the Envoy was killed" bash -c '[[ $(kubectl -n e2e-node get pod killer -o "jsonpath={.status.phase}") == Succeeded ]]'
restarted() { (($(restarts) > before)); }
eventually 60 "the kubelet started it again" restarted
eventually 60 "its pod is ready" bash -c "kubectl -n servicec wait pod/$victim --for=condition=Ready --timeout=1s"
sleep 3
load_end "kill -9 of a sidecar"
