#!/usr/bin/env bash
# Runs hey and judges its report: anything but answers of status 2xx makes the exit code 1.
# With BODY_BYTES=n every body must have that length: A's status is 200 even where C's part of the text is an error.
# usage: load/hey.sh HEY_ARGUMENTS... URL      HEY=path uses another hey
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

hey=${HEY:-}
if [[ -z $hey ]]; then
    if [[ -x $root/.tools/hey ]]; then
        hey=$root/.tools/hey
    elif ! hey=$(command -v hey); then
        echo "load: hey is missing: 'make tools' fetches it into .tools/, or install the package hey, or set HEY=path" >&2
        exit 2
    fi
elif [[ ! -x $hey ]]; then
    echo "load: HEY=$hey is no program" >&2
    exit 2
fi
if [[ $# -eq 0 ]]; then
    sed -n '4s/^# //p' "$0" >&2
    exit 2
fi

report=$(mktemp)
trap 'rm -f "$report"' EXIT
"$hey" "$@" >"$report" 2>&1 || {
    cat "$report" >&2
    echo "load: hey failed" >&2
    exit 1
}
cat "$report"

# hey's own words: "  [200]	1234 responses", and below "Error distribution:" "  [3]	Get ...: connection refused".
awk -v body="${BODY_BYTES:-0}" '
    /^Status code distribution:/ { part = "status" }
    /^Error distribution:/ { part = "error" }
    part == "status" && /^ *\[[0-9]+\]/ { code = $1; gsub(/[][]/, "", code); if (code ~ /^2/) good += $2; else bad += $2 }
    part == "error" && /^ *\[[0-9]+\]/ { count = $1; gsub(/[][]/, "", count); errors += count }
    /^ *Total data:/ { bytes = $3 }
    END {
        printf "load: %d answers 2xx, %d others, %d connection errors\n", good, bad, errors
        if (body > 0 && bytes != body * good) {
            printf "load: the bodies have %d bytes in all, not %d each\n", bytes, body
            bad++
        }
        exit !(good > 0 && bad == 0 && errors == 0)
    }' "$report"
