#!/usr/bin/env bash
# the injector: who gets a proxy, opt-outs, probes, and kube-inject makes the same pod
# limit: 300 s
. "$(dirname "$0")/lib.sh"

namespace e2e-inject istio-injection=enabled
namespace e2e-plain
image=$(kubectl -n servicea get pod "$(pod servicea app=servicea)" -o 'jsonpath={.spec.containers[?(@.name=="servicea")].image}')

# deployment NAME [JQ]: one of service A's image, changed by the filter.
deployment() {
    jq -n --arg name "$1" --arg image "$image" '{apiVersion: "apps/v1", kind: "Deployment", metadata: {name: $name},
        spec: {selector: {matchLabels: {app: $name}}, template: {metadata: {labels: {app: $name}, annotations: {}},
        spec: {containers: [{name: "app", image: $image, imagePullPolicy: "IfNotPresent",
            readinessProbe: {httpGet: {path: "/q/health/ready", port: 9000}, periodSeconds: 1, failureThreshold: 60}}]}}}}' | jq "${2:-.}"
}
containers() { kubectl -n "$1" get pod -l "app=$2" -o 'jsonpath={.items[*].spec.initContainers[*].name} {.items[*].spec.containers[*].name}'; }
runs() { kubectl -n "$1" rollout status "deployment/$2" --timeout=1s; }

deployment web | kubectl -n e2e-inject apply -f - >/dev/null
deployment label-no '.spec.template.metadata.labels["sidecar.istio.io/inject"] = "false"' | kubectl -n e2e-inject apply -f - >/dev/null
deployment annotation-no '.spec.template.metadata.annotations["sidecar.istio.io/inject"] = "false"' | kubectl -n e2e-inject apply -f - >/dev/null
deployment host-network '.spec.template.spec.hostNetwork = true | .spec.replicas = 0' | kubectl -n e2e-inject apply -f - >/dev/null
deployment classic '.spec.template.metadata.annotations["sidecar.istio.io/nativeSidecar"] = "false"' | kubectl -n e2e-inject apply -f - >/dev/null
deployment label-yes '.spec.template.metadata.labels["sidecar.istio.io/inject"] = "true"' | kubectl -n e2e-plain apply -f - >/dev/null
deployment plain | kubectl -n e2e-plain apply -f - >/dev/null

for each in e2e-inject/web e2e-inject/label-no e2e-inject/annotation-no e2e-inject/classic e2e-plain/label-yes e2e-plain/plain; do
    eventually 120 "$each runs and passes its probe" runs "${each%/*}" "${each#*/}"
done
equal "a pod of a labelled namespace" "istio-init istio-proxy app" "$(containers e2e-inject web)"
equal "a pod whose label says no" " app" "$(containers e2e-inject label-no)"
equal "a pod whose annotation says no" " app" "$(containers e2e-inject annotation-no)"
equal "a pod without a native sidecar" "istio-init" "$(kubectl -n e2e-inject get pod -l app=classic -o 'jsonpath={.items[*].spec.initContainers[*].name}')"
matches "has it as an ordinary container" 'istio-proxy' "$(kubectl -n e2e-inject get pod -l app=classic -o 'jsonpath={.items[*].spec.containers[*].name}')"
equal "a pod that asks for it elsewhere" "istio-init istio-proxy app" "$(containers e2e-plain label-yes)"
equal "a pod of another namespace" " app" "$(containers e2e-plain plain)"
matches "the pod says so in its status annotation" 'istio-proxy' "$(kubectl -n e2e-inject get pod -l app=web -o 'jsonpath={.items[0].metadata.annotations.sidecar\.istio\.io/status}')"
matches "the proxy runs as 1337, without privileges" '1337.*"ALL"' \
    "$(kubectl -n e2e-inject get pod -l app=web -o json | jq -c '.items[0].spec.initContainers[] | select(.name == "istio-proxy") | .securityContext | [.runAsUser, .capabilities.drop]')"

# The host's network is the node's: even asked for, no proxy.
kubectl -n e2e-inject get deployment host-network -o json | jq '{apiVersion: "v1", kind: "Pod", metadata: {name: "host"}, spec: .spec.template.spec}' |
    kubectl -n e2e-inject create --dry-run=server -o json -f - >"$work/host.json"
lacks "a pod of the host's network has none" 'istio-proxy' "$(cat "$work/host.json")"

# A dry run of the API server asks the injector too. What kube-inject makes by hand, the injector leaves as it is.
deployment web '{apiVersion: "v1", kind: "Pod", metadata: {name: "same", namespace: "e2e-inject", labels: .spec.template.metadata.labels}, spec: .spec.template.spec}' >"$work/pod.json"
kubectl -n e2e-inject create --dry-run=server -o json -f "$work/pod.json" >"$work/webhook.json"
cli/tulle kube-inject -f "$work/pod.json" -o json 2>/dev/null | jq 'if .kind == "List" then .items[0] else . end' >"$work/by-hand.json"
matches "kube-inject adds the proxy" '"istio-proxy"' "$(jq -c '[.spec.initContainers[].name]' "$work/by-hand.json")"
kubectl -n e2e-inject create --dry-run=server -o json -f "$work/by-hand.json" >"$work/by-hand-stored.json"
# The server adds the service account's volume, of a new name each time, to the containers that are there when it looks.
injected() {
    jq -S '(.. | objects | select(has("volumeMounts")) | .volumeMounts) |= (map(select(.name | startswith("kube-api-access") | not)) | sort_by(.mountPath))
        | .spec.volumes |= (map(select(.name | startswith("kube-api-access") | not)) | sort_by(.name))
        | (.. | objects | select(.volumeMounts? == []) ) |= del(.volumeMounts)
        | {metadata: .metadata | {annotations, labels}, spec}' "$1"
}
difference=$(diff <(injected "$work/webhook.json") <(injected "$work/by-hand-stored.json")) ||
    fail "kube-inject makes another pod than the webhook: $difference"
ok "kube-inject makes the same pod as the webhook"

matches "tulle analyze names a pod from before the label" 'IST0103\] \(Pod e2e-plain/plain' "$(
    kubectl label namespace e2e-plain istio-injection=enabled >/dev/null
    cli/tulle analyze -n e2e-plain 2>/dev/null || true
)"
