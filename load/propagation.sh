#!/usr/bin/env bash
# How fast a changed rule is live: renames a rule file into place COUNT times and prints the percentiles of the receipts
# (milliseconds from the rename being seen to the last proxy's ACK). The mesh must be up; the rule is taken away at the end.
# usage: load/propagation.sh [COUNT]      COUNT 100; STATE=.tulle names another state directory
set -euo pipefail
if [[ ${1:-} == -* ]]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
cd "$(dirname "$0")/.."
count=${1:-100}
folder=${STATE:-.tulle}/config/applied
receipts="http://127.0.0.1:15014/debug/receipts?group=networking.istio.io&kind=VirtualService&namespace=servicec&name=load-propagation&wait=5s"
if [[ ! -d $folder ]]; then
    echo "load: $folder does not exist: is the mesh up ('make up')?" >&2
    exit 2
fi

trap 'rm -f "$folder/load-propagation.yaml" "$folder/.load-propagation.tmp"' EXIT
generation=0
for ((i = 1; i <= count; i++)); do
    cat >"$folder/.load-propagation.tmp" <<EOF
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: load-propagation, namespace: servicec}
spec:
  hosts: [servicec]
  http:
  - headers: {request: {set: {x-load-step: "$i"}}}
    route:
    - destination: {host: servicec}
EOF
    mv "$folder/.load-propagation.tmp" "$folder/load-propagation.yaml"
    for ((try = 0; ; try++)); do
        answer=$(curl -fsS "$receipts" || true)
        seen=$(sed -n 's/.*"generation" *: *\([0-9]*\).*/\1/p' <<<"$answer")
        [[ ${seen:-0} -le $generation || $answer != *'"live"'* ]] || break
        ((try < 200)) || { echo "load: no receipt for step $i: $answer" >&2; exit 1; }
    done
    generation=$seen
    sed -n 's/.*"millis" *: *\([0-9]*\).*/\1/p' <<<"$answer"
    sleep 0.1
done | sort -n | awk '
    { t[NR] = $1 }
    END { printf "propagation: %d changes, p50 %d ms, p90 %d ms, p99 %d ms, max %d ms\n",
          NR, t[int(NR * 0.5 + 0.5)], t[int(NR * 0.9 + 0.5)], t[int(NR * 0.99 + 0.5)], t[NR] }'
