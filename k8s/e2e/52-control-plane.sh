#!/usr/bin/env bash
# a rollout of the control plane, and its sudden death, under load and changes
# limit: 300 s
. "$(dirname "$0")/lib.sh"

eventually 60 "the gateway answers" answers
later kubectl delete -f k8s/rules/servicec-route-25-75.yaml --ignore-not-found
versions=$(kubectl -n servicea exec "$(pod servicea app=servicea)" -c istio-proxy -- cat /proc/1/stat | cut -d' ' -f22)
load_begin 100
kubectl -n istio-system rollout restart deployment/istiod >/dev/null
rolled_out istio-system deployment/istiod
ok "istiod is rolled out"
applied k8s/rules/servicec-versions.yaml k8s/rules/servicec-route-25-75.yaml
kubectl -n istio-system delete pod -l app=istiod --grace-period=0 --force >/dev/null 2>&1
kubectl delete -f k8s/rules/servicec-route-25-75.yaml >/dev/null
rolled_out istio-system deployment/istiod
synced() { ((5 <= $(cli/tulle proxy-status | grep -c 'SYNCED.*SYNCED'))); }
eventually 60 "every proxy is back" synced
applied k8s/rules/servicec-route-25-75.yaml
load_end "rollout and kill of the control plane"
equal "A's Envoy is the same process" "$versions" "$(kubectl -n servicea exec "$(pod servicea app=servicea)" -c istio-proxy -- cat /proc/1/stat | cut -d' ' -f22)"
