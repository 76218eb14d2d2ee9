#!/usr/bin/env bash
# rolling restarts of every service under load
# limit: 900 s
. "$(dirname "$0")/lib.sh"

eventually 60 "the gateway answers" answers
# 20 rollouts in the long form
rounds=2
[[ -z ${E2E_LONG:-} ]] || rounds=5
load_begin 100
for ((round = 1; round <= rounds; round++)); do
    for deployment in servicea/servicea serviceb/serviceb servicec/servicec-v1 servicec/servicec-v2; do
        kubectl -n "${deployment%/*}" rollout restart "deployment/${deployment#*/}" >/dev/null
        rolled_out "${deployment%/*}" "deployment/${deployment#*/}"
        ok "round $round: $deployment"
    done
done
sleep 3
load_end "$((rounds * 4)) rollouts"

load_begin 100
kubectl -n istio-system rollout restart deployment/istio-ingressgateway >/dev/null
rolled_out istio-system deployment/istio-ingressgateway
sleep 5
load_end "a rollout of the gateway"
