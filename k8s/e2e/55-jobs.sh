#!/usr/bin/env bash
# a Job with a sidecar completes; a container that calls at t=0 never restarts
# limit: 180 s
. "$(dirname "$0")/lib.sh"

namespace e2e-jobs istio-injection=enabled
image=$(kubectl -n servicea get pod "$(pod servicea app=servicea)" -o 'jsonpath={.spec.initContainers[?(@.name=="istio-proxy")].image}')
kubectl -n e2e-jobs apply -f - >/dev/null <<YAML
apiVersion: batch/v1
kind: Job
metadata:
  name: caller
spec:
  completions: 5
  template:
    spec:
      restartPolicy: OnFailure
      containers:
      - name: caller
        image: $image
        imagePullPolicy: IfNotPresent
        securityContext:
          runAsUser: 1000
        command:
        - /bin/bash
        - -ec
        - |
          exec 3<>/dev/tcp/serviceb.serviceb/8081
          printf 'GET / HTTP/1.1\r\nhost: serviceb.serviceb:8081\r\nconnection: close\r\n\r\n' >&3
          answer=\$(cat <&3)
          echo "\$answer"
          grep -q 'Hello from service B' <<<"\$answer"
YAML
eventually 120 "the Job completes" bash -c 'kubectl -n e2e-jobs wait job/caller --for=condition=complete --timeout=1s'
pods=$(kubectl -n e2e-jobs get pods -l job-name=caller -o json)
equal "every pod had a sidecar" 5 "$(jq '[.items[] | select(any(.spec.initContainers[]; .name == "istio-proxy"))] | length' <<<"$pods")"
equal "no container restarted" 0 "$(jq '[.items[].status.containerStatuses[].restartCount] | add' <<<"$pods")"
# From the end of the pod's own container to the end of the pod's last container, its sidecar.
slowest=$(jq '[.items[].status | ((.initContainerStatuses[] | select(.name == "istio-proxy") | .state.terminated.finishedAt | fromdate)
    - (.containerStatuses[0].state.terminated.finishedAt | fromdate))] | max' <<<"$pods")
within "seconds from the container's end to the sidecar's" 0 2 "$slowest"
