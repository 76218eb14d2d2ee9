#!/usr/bin/env bash
# every rule of k8s/rules does on the cluster what it does in local mode
# limit: 420 s
. "$(dirname "$0")/lib.sh"

host=servicec.servicec.svc.cluster.local
takes_back() { for file in "$@"; do later kubectl delete -f "$file" --ignore-not-found; done; }
takes_back k8s/rules/*.yaml
gone() { kubectl delete -f "$1" --ignore-not-found >/dev/null; }

# sent SUBSET: how many calls A's proxy has sent to that version of C.
sent() { stat servicea app=servicea "cluster.outbound|8081|$1|$host.upstream_rq_completed"; }

# part N PATTERN: how many of N answers have the pattern in C's part.
part() { count "$1" | awk -v pattern="$2" '$0 ~ pattern { hits += $1 } END { print hits + 0 }'; }

# cluster FILTER: of the cluster of C at A's proxy.
cluster() { cli/tulle proxy-config clusters servicea.servicea -o json 2>/dev/null | jq -c "[.[] | select(.name == \"outbound|8081||$host\")][0] | $1"; }

# route FILTER: of the routes to C at A's proxy.
route() {
    cli/tulle proxy-config routes servicea.servicea -o json 2>/dev/null |
        jq -c "[.[].virtual_hosts[]? | select(any(.domains[]; startswith(\"$host\")))][0].routes[0] | $1"
}

eventually 60 "the gateway answers" answers

for file in k8s/rules/servicec-fault-abort.yaml k8s/rules/servicec-fault-abort-percentage.yaml; do
    applied "$file"
    within "$(basename "$file"): of 4000 calls to C so many end with the fault" 320 480 "$(part 4000 'fault filter abort')"
    gone "$file"
done

applied k8s/rules/servicec-fault-delay.yaml
slow=$(seq 8 | xargs -P 8 -I{} curl -s -o /dev/null -w '%{time_total}\n' "$(gateway)?[1-15]" | awk '$1 >= 2 { slow++ } END { print slow + 0 }')
within "servicec-fault-delay: of 120 calls so many take two seconds" 11 49 "$slow"
gone k8s/rules/servicec-fault-delay.yaml

applied k8s/rules/servicec-versions.yaml
matches "servicec-versions: A's proxy knows both" "outbound\|8081\|v1.*" "$(cli/tulle proxy-config clusters servicea.servicea 2>/dev/null)"
load_begin 50
applied k8s/rules/servicec-route-25-75.yaml
v1=$(sent v1) v2=$(sent v2)
count 1200 >/dev/null
v1=$(($(sent v1) - v1)) v2=$(($(sent v2) - v2))
within "servicec-route-25-75: percent of $((v1 + v2)) calls that go to v2" 21 29 "$(awk -v a="$v1" -v b="$v2" 'BEGIN { print 100 * b / (a + b) }')"
applied k8s/rules/servicec-route-0-100.yaml
sleep 1
v1=$(sent v1) v2=$(sent v2)
count 200 >/dev/null
equal "servicec-route-0-100: calls to v2" 0 "$(($(sent v2) - v2))"
within "servicec-route-0-100: calls to v1" 200 100000 "$(($(sent v1) - v1))"
load_end "the move 25/75, 0/100"
gone k8s/rules/servicec-route-0-100.yaml

if output=$(cli/tulle apply -f k8s/rules/servicec-route-unknown-subset.yaml 2>&1); then fail "an unknown subset is no failure"; fi
matches "servicec-route-unknown-subset: it is said" 'v3' "$output"
within "servicec-route-unknown-subset: of 1000 calls so many are answered with 503's text" 60 140 "$(part 1000 'no healthy upstream')"
gone k8s/rules/servicec-route-unknown-subset.yaml

applied k8s/rules/servicec-lb.yaml
equal "servicec-lb: the policy" '"LEAST_REQUEST"' "$(cluster '.lb_policy // "LEAST_REQUEST"')"
gone k8s/rules/servicec-lb.yaml

applied k8s/rules/three-destination-rules.yaml
equal "three-destination-rules: outlier detection" '[7,"300s","900s"]' \
    "$(cluster '.outlier_detection | [.consecutive_gateway_failure // .consecutive_5xx, .interval, .base_ejection_time]')"
equal "three-destination-rules: connect timeout" '"0.030s"' "$(cluster .connect_timeout)"
equal "three-destination-rules: connections" 100 "$(cluster '.circuit_breakers.thresholds[0].max_connections')"
gone k8s/rules/three-destination-rules.yaml

applied k8s/rules/servicec-cb-policy.yaml
equal "servicec-cb-policy: 300 s and 900 s" '["300s","900s"]' "$(cluster '.outlier_detection | [.interval, .base_ejection_time]')"
gone k8s/rules/servicec-cb-policy.yaml

applied k8s/rules/servicec-timeout.yaml
equal "servicec-timeout: connect timeout" '"0.030s"' "$(cluster .connect_timeout)"
gone k8s/rules/servicec-timeout.yaml

applied k8s/rules/servicec-circuit-breaker.yaml
flood=$("$(hey)" -z 5s -c 30 "$(gateway)" 2>&1)
matches "servicec-circuit-breaker: the status stays 200" '\[200\]' "$flood"
within "servicec-circuit-breaker: calls refused" 1 1000000 "$(stat servicea app=servicea "cluster.outbound|8081||$host.upstream_rq_pending_overflow")"
gone k8s/rules/servicec-circuit-breaker.yaml

applied k8s/rules/servicec-request-timeout.yaml
equal "servicec-request-timeout: the route's" '"0.500s"' "$(route .route.timeout)"
gone k8s/rules/servicec-request-timeout.yaml

applied k8s/rules/servicec-retries.yaml
equal "servicec-retries: the route's" '[3,"0.200s"]' "$(route '.route.retry_policy | [.num_retries, .per_try_timeout]')"
gone k8s/rules/servicec-retries.yaml

eventually 10 "without rules all is as before" answers
