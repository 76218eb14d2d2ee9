#!/usr/bin/env bash
# Steady load on the gateway, as in the walkthrough: hey with its 50 workers.
# usage: load/steady.sh [DURATION]      DURATION 30s; GATEWAY=http://127.0.0.1:8080/ WORKERS=50 override
set -euo pipefail
if [[ ${1:-} == -* ]]; then
    sed -n '2,3s/^# //p' "$0"
    exit 0
fi
gateway=${GATEWAY:-http://127.0.0.1:8080/}

if ! curl -fsS -o /dev/null --max-time 10 "$gateway"; then
    echo "load: $gateway does not answer: is the mesh up ('make up')?" >&2
    exit 1
fi
exec "$(dirname "$0")/hey.sh" -z "${1:-30s}" -c "${WORKERS:-50}" "$gateway"
