#!/usr/bin/env bash
# A canary under load: while hey runs, C's traffic goes 25 % to v2, then wholly to v1. No request may fail.
# At the end the rules are taken back.
# usage: load/shift.sh [DURATION]      DURATION 30s; at least 15s; GATEWAY=, WORKERS= as in steady.sh
set -euo pipefail
if [[ ${1:-} == -* ]]; then
    sed -n '2,4s/^# //p' "$0"
    exit 0
fi
cd "$(dirname "$0")/.."
duration=${1:-30s}

# All answers are as long as the first one, so none has an error for C's greeting (SHOW_VERSION on both versions or on none).
body=$(curl -fsS --max-time 10 "${GATEWAY:-http://127.0.0.1:8080/}" | wc -c)
BODY_BYTES=$body load/steady.sh "$duration" &
hey=$!
trap 'kill "$hey" 2>/dev/null || true; cli/tulle delete -f k8s/rules/servicec-route-0-100.yaml' EXIT
for rule in servicec-route-25-75 servicec-route-0-100; do
    sleep 4
    cli/tulle apply -f "k8s/rules/$rule.yaml"
done
wait "$hey"
