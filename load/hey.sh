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

read -r good bad errors bytes < <(awk -f "$root/load/hey.awk" "$report")
echo "load: $good answers 2xx, $bad others, $errors connection errors"
wanted=$((${BODY_BYTES:-0} * good))
if ((wanted > 0 && bytes != wanted)); then
    echo "load: the bodies have $bytes bytes in all, not $BODY_BYTES each"
    exit 1
fi
((good > 0 && bad == 0 && errors == 0))
