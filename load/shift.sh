#!/usr/bin/env bash
# A canary under load: while hey runs, C's traffic goes 25 % to v2, then wholly to v1. No request may fail.
# usage: load/shift.sh [DURATION]      DURATION 30s; at least 10s; GATEWAY=, WORKERS= as in steady.sh
set -euo pipefail
if [[ ${1:-} == -* ]]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
cd "$(dirname "$0")/.."
duration=${1:-30s}

load/steady.sh "$duration" &
hey=$!
trap 'kill "$hey" 2>/dev/null || true' EXIT
for rule in servicec-versions servicec-route-25-75 servicec-route-0-100; do
    sleep 2
    cli/tulle apply -f "k8s/rules/$rule.yaml"
done
wait "$hey"
trap - EXIT
