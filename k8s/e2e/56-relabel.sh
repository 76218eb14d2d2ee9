#!/usr/bin/env bash
# a namespace leaves the mesh and comes back, under load
# limit: 240 s
. "$(dirname "$0")/lib.sh"

eventually 60 "the gateway answers" answers
later kubectl -n serviceb rollout restart deployment/serviceb
later kubectl label namespace serviceb istio-injection=enabled --overwrite
containers() { kubectl -n serviceb get pod "$(pod serviceb app=serviceb)" -o 'jsonpath={.spec.initContainers[*].name}'; }
load_begin 100
kubectl label namespace serviceb istio-injection- >/dev/null
kubectl -n serviceb rollout restart deployment/serviceb >/dev/null
rolled_out serviceb deployment/serviceb
lacks "B's new pod has no sidecar" istio-proxy "$(containers)"
sleep 5
kubectl label namespace serviceb istio-injection=enabled >/dev/null
matches "tulle analyze says that a pod predates the label" 'IST0103' "$(cli/tulle analyze -n serviceb 2>&1 || true)"
kubectl -n serviceb rollout restart deployment/serviceb >/dev/null
rolled_out serviceb deployment/serviceb
matches "B's next pod has one" istio-proxy "$(containers)"
sleep 5
load_end "out of the mesh and back"
