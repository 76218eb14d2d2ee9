#!/usr/bin/env bash
# the Helm charts, by helm itself
# limit: 420 s
. "$(dirname "$0")/lib.sh"

if [[ -z ${HELM:-} ]]; then
    HELM=$(command -v helm || true)
    [[ ! -x .tools/helm ]] || HELM=$PWD/.tools/helm
    if [[ -z $HELM ]]; then
        cli/fetch-tools helm || fail "there is no helm, and none can be built"
        HELM=$PWD/.tools/helm
    fi
fi
export HELM
k8s/charts/check || fail "the charts are not what the manifests say"

# What the cluster has already belongs to `make deploy`: its API server judges the objects without keeping them.
for chart in istio-base:istio-system tulle:istio-system servicea:servicea servicec:servicec; do
    "$HELM" template "${chart%:*}" "k8s/charts/${chart%:*}" --namespace "${chart#*:}" --kube-version 1.35.0 |
        kubectl apply --server-side --force-conflicts --field-manager=e2e --dry-run=server -f - >"$work/log" 2>&1 ||
        fail "the API server refuses chart ${chart%:*}: $(tail -n 5 "$work/log")"
    ok "the API server takes chart ${chart%:*}"
done

namespace e2e-charts istio-injection=enabled
install() { "$HELM" upgrade --install serviceb k8s/charts/serviceb --namespace e2e-charts --wait --timeout 120s "$@" >"$work/log" 2>&1 || fail "helm: $(tail -n 5 "$work/log")"; }
install
first=$(pod e2e-charts app=serviceb)
matches "the pod of a release has its sidecar" istio-proxy "$(kubectl -n e2e-charts get pod "$first" -o 'jsonpath={.spec.initContainers[*].name} {.spec.containers[*].name}')"
install
equal "a second helm upgrade --install changes nothing" "$first" "$(pod e2e-charts app=serviceb)"
install --set replicas=2
equal "values reach the Deployment" 2 "$(kubectl -n e2e-charts get deployment serviceb -o 'jsonpath={.spec.replicas}')"
"$HELM" uninstall serviceb --namespace e2e-charts --wait --timeout 60s >/dev/null
equal "helm uninstall removes it" "" "$(kubectl -n e2e-charts get deployments,services -o name)"
