#!/usr/bin/env bash
# the walkthrough's commands, in their order and unchanged, on namespaces that are not there yet
# limit: 480 s
. "$(dirname "$0")/lib.sh"

# The walkthrough says helm and hey: those of .tools when nothing else was named.
mkdir "$work/bin"
[[ -n ${HELM:-} || ! -x .tools/helm ]] || HELM=$root/.tools/helm
ln -s "$(realpath "${HELM:-$(command -v helm)}")" "$work/bin/helm" || fail "there is no helm (cli/fetch-tools helm)"
ln -s "$(realpath "$(hey)")" "$work/bin/hey"
PATH=$work/bin:$PATH
routes=$root/k8s/apps/routing.yaml
rules=$root/k8s/rules

# The control plane is there already (`make deploy` applies the kinds, then the mesh, as the walkthrough does); the services go.
kubectl delete namespace servicea serviceb servicec --ignore-not-found --wait --timeout=180s >/dev/null
later kubectl label namespace servicea serviceb servicec tulle.dev/part=apps --overwrite

cd k8s/charts
for service in servicea serviceb servicec; do
    kubectl create ns $service >/dev/null
    kubectl label ns $service istio-injection=enabled >/dev/null
done
helm upgrade --install servicea ./servicea --namespace servicea >/dev/null
helm upgrade --install serviceb ./serviceb --namespace serviceb >/dev/null
helm upgrade --install servicec ./servicec --namespace servicec >/dev/null
cd "$root"
ok "helm has installed A, B and C"
for deployment in servicea/servicea serviceb/serviceb servicec/servicec-v1 servicec/servicec-v2; do
    rolled_out "${deployment%/*}" "deployment/${deployment#*/}"
done
for service in servicea serviceb servicec; do
    names=$(kubectl get pods -n $service -l app=$service -o 'jsonpath={.items[0].spec.initContainers[*].name} {.items[0].spec.containers[*].name}')
    matches "the pod of $service has two containers" "istio-proxy.* $service" "$names"
    equal "its manifest has one" "$service" "$(kubectl get deployments -n $service -o 'jsonpath={.items[0].spec.template.spec.containers[*].name}')"
done

kubectl apply -n servicea -f "$routes" >/dev/null
matches "the gateway's service is there" 'istio-ingressgateway' "$(kubectl get services istio-ingressgateway -n istio-system)"
address=$(gateway)
eventually 60 "the gateway answers through all four hops" answers
report=$(command hey -z 30s "$address")
matches "hey -z 30s: answers" '\[200\]' "$report"
lacks "hey -z 30s: nothing but 200" '\[[13-5][0-9][0-9]\]|Error distribution' "$(sed -n '/^Status code/,$p' <<<"$report")"

for forward in kiali:20001 grafana:3000 prometheus:9090 zipkin:9411; do
    name=${forward%:*} port=${forward#*:}
    if ! kubectl get service "$name" -n istio-system >/dev/null 2>&1; then
        echo "note  port-forward of $name NOT RUN: this overlay has none"
        continue
    fi
    kubectl port-forward "service/$name" -n istio-system "1$port:$port" >/dev/null 2>&1 &
    later kill $!
    eventually 30 "kubectl port-forward service/$name" curl -s -o /dev/null --max-time 5 "http://127.0.0.1:1$port/"
done

later kubectl delete -f "$rules" --ignore-not-found
uptime() { stat servicea app=servicea server.uptime; }
before=$(uptime)
kubectl apply -f "$rules/servicec-fault-abort.yaml" >/dev/null 2>&1
eventually 10 "the fault is in force" bash -c "for _ in {1..60}; do curl -s '$address'; echo; done | grep -q 'fault filter abort'"
hits=$(count 4000 | awk '/fault filter abort/ { hits += $1 } END { print hits + 0 }')
within "fault abort: of 4000 answers so many end with it" 320 480 "$hits"
kubectl delete -f "$rules/servicec-fault-abort.yaml" >/dev/null
for rule in servicec-lb servicec-cb-policy servicec-timeout; do
    kubectl apply -f "$rules/$rule.yaml" >/dev/null 2>&1
    eventually 20 "$rule is live" bash -c "cli/tulle wait dr $rule -n servicec --timeout 10"
    eventually 5 "and the mesh answers" answers
    kubectl delete -f "$rules/$rule.yaml" >/dev/null
done
load_begin 50
kubectl apply -f "$rules/servicec-route-25-75.yaml" >/dev/null 2>&1
eventually 20 "servicec-route 25/75 is live" bash -c "cli/tulle wait vs servicec-route -n servicec --timeout 10"
load_end "25/75 under load"
within "no proxy has started again" "$before" 1000000 "$(uptime)"
