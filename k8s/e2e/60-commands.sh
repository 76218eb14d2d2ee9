#!/usr/bin/env bash
# tulle's commands through the API server, with the user's kubeconfig
# limit: 180 s
. "$(dirname "$0")/lib.sh"

rule=k8s/rules/servicec-fault-abort.yaml
later kubectl delete -f "$rule" --ignore-not-found
eventually 60 "the gateway answers" answers

matches "version asks the control plane" '^control plane: tulle-' "$(cli/tulle version)"
status=$(cli/tulle proxy-status)
for proxy in istio-ingressgateway servicea serviceb servicec-v1 servicec-v2; do
    matches "proxy-status: $proxy" "^$proxy-.* SYNCED " "$status"
done
lacks "proxy-status: nothing is stale" 'STALE' "$status"

matches "apply --dry-run writes nothing" 'would be created' "$(cli/tulle apply --dry-run -f "$rule")"
lacks "so there is nothing" 'servicec-route' "$(kubectl -n servicec get virtualservices -o name)"
matches "apply prints the receipt" '^servicec-route generation 1: live on [0-9]+ of [0-9]+ proxies in [0-9]+ ms$' "$(cli/tulle apply -f "$rule")"
matches "apply again is no change" '\(unchanged\): live on [0-9]+ of [0-9]+ proxies' "$(cli/tulle apply -f "$rule")"
matches "what kubectl says is the same object" 'percent: 10' "$(kubectl -n servicec get virtualservice servicec-route -o yaml)"
matches "get" 'VirtualService +servicec +servicec-route +1 +live on [0-9]+ of [0-9]+' "$(cli/tulle get vs -n servicec)"
matches "get -o yaml" 'httpStatus: 400' "$(cli/tulle get vs servicec-route -n servicec -o yaml)"
matches "wait" 'live on [0-9]+ of [0-9]+' "$(cli/tulle wait virtualservice servicec-route -n servicec)"
sed 's/percent: 10/percent: 20/' "$rule" >"$work/twenty.yaml"
matches "a change has the next generation" 'generation 2: live on [0-9]+ of [0-9]+' "$(cli/tulle apply -f "$work/twenty.yaml")"
matches "proxy-config routes" 'servicec' "$(cli/tulle proxy-config routes servicea.servicea)"
matches "proxy-config clusters" 'outbound\|8081\|\|servicec\.servicec' "$(cli/tulle proxy-config clusters deploy/servicea -n servicea)"
lacks "proxy-config shows no key" 'PRIVATE KEY' "$(cli/tulle proxy-config secrets servicea.servicea -o json)"

sed 's/percent:/percnt:/' "$rule" >"$work/bad.yaml"
if output=$(cli/tulle apply -f "$work/bad.yaml" 2>&1); then fail "an unknown field is no failure"; fi
matches "apply refuses an unknown field, with its line" 'bad.yaml:[0-9]+: .*percnt' "$output"
if output=$(cli/tulle proxy-config all nobody.nowhere 2>&1); then fail "an unknown proxy is no failure"; fi
matches "an unknown proxy is said with those that are" 'no proxy nobody.nowhere.*servicea.servicea' "$output"
if output=$(cli/tulle version -i nowhere 2>&1 && cli/tulle proxy-status -i nowhere 2>&1); then fail "no control plane is no failure"; fi
matches "a namespace without istiod is said" 'no ready istiod pod in namespace nowhere' "$output"

kubectl -n servicec create serviceaccount e2e-nobody --dry-run=client -o yaml | kubectl apply -f - >/dev/null
later kubectl -n servicec delete serviceaccount e2e-nobody --ignore-not-found
token=$(kubectl -n servicec create token e2e-nobody)
kubectl config view --raw --minify --flatten -o json |
    jq --arg token "$token" '.users = [{name: .users[0].name, user: {token: $token}}]' >"$work/nobody.kubeconfig"
if output=$(cli/tulle proxy-status --kubeconfig "$work/nobody.kubeconfig" 2>&1); then fail "who may not is let in"; fi
matches "who may not list pods is told so" 'forbidden: .*cannot list resource "pods"' "$output"

matches "delete waits until the proxies have let go" 'servicec-route deleted' "$(cli/tulle delete -f "$rule")"
if cli/tulle delete -f "$rule" >/dev/null 2>&1; then fail "deleting nothing is no failure"; fi
ok "deleting it again fails"

for page in 'prometheus /-/ready Prometheus' 'zipkin /health UP' 'controlplane /version tulle'; do
    read -r name path answer <<<"$page"
    cli/tulle dashboard "$name" >"$work/url" 2>"$work/dashboard.err" &
    dashboard=$!
    later kill "$dashboard"
    eventually 30 "dashboard $name prints an address" test -s "$work/url"
    origin=$(sed -n '1s,^\(http://[^/]*\).*,\1,p' "$work/url")
    matches "dashboard $name: what answers there" "$answer" "$(curl -s --max-time 10 "$origin$path")"
    kill "$dashboard"
    wait "$dashboard" 2>/dev/null || true
    rm -f "$work/url"
done
analysis=$(cli/tulle analyze) || fail "analyze finds errors: $analysis"
lacks "analyze finds no error in a fresh mesh" '^Error' "$analysis"
ok "analyze"
