#!/usr/bin/env bash
# the request's way over the gateway, A, B and C
# limit: 120 s
. "$(dirname "$0")/lib.sh"

eventually 60 "the gateway answers through all four hops" answers
for service in servicea serviceb servicec; do
    pod=$(kubectl -n $service get pods -l app=$service -o 'jsonpath={.items[0].metadata.name}')
    names=$(kubectl -n $service get pod "$pod" -o 'jsonpath={.spec.containers[*].name} {.spec.initContainers[*].name}')
    matches "a pod of $service has its sidecar" 'istio-proxy' "$names"
    lacks "the Deployment of $service has none" 'istio-proxy' "$(kubectl -n $service get deployments -o yaml)"
    lacks "service $service knows no proxy address" 'PROXY|1500[0-9]' "$(kubectl -n $service get deployments -o 'jsonpath={.items[*].spec.template.spec.containers[*].env}')"
done
load_begin 100
sleep 10
load_end "steady load for 10 s"
