# What the end-to-end tests share; sourced by each. A test ends at its first failed expectation, with the reason on the last line.
# shellcheck shell=bash
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
work=$(mktemp -d)
undo=()
trap 'e2e_end' EXIT
export GATEWAY=${GATEWAY:-$(k8s/deploy address)}

# later COMMAND...: run when the test ends, whatever happens; the last one first.
later() { undo+=("$(printf '%q ' "$@")"); }

e2e_end() {
    local code=$? i
    set +e
    for ((i = ${#undo[@]} - 1; i >= 0; i--)); do eval "${undo[i]}" >/dev/null 2>&1; done
    rm -rf "$work"
    exit "$code"
}

ok() { echo "ok    $*"; }

fail() {
    echo "FAIL  $*"
    exit 1
}

# equal WHAT EXPECTED ACTUAL
equal() { if [[ $2 == "$3" ]]; then ok "$1"; else fail "$1: expected '$2', got '$3'"; fi; }

# matches WHAT REGEX TEXT
matches() { if grep -qE -- "$2" <<<"$3"; then ok "$1"; else fail "$1: wanted /$2/ in: $(tr "\n" " " <<<"${3:0:300}")"; fi; }

# lacks WHAT REGEX TEXT
lacks() { if grep -qE -- "$2" <<<"$3"; then fail "$1: unwanted /$2/: $(grep -E -m2 -- "$2" <<<"$3" | cut -c1-200)"; else ok "$1"; fi; }

# within WHAT LOW HIGH NUMBER
within() {
    if awk -v n="$4" -v l="$2" -v h="$3" 'BEGIN { exit !(n >= l && n <= h) }'; then ok "$1: $4"; else fail "$1: $4 is not within $2 and $3"; fi
}

# eventually SECONDS WHAT COMMAND...: until the command succeeds.
eventually() {
    local limit=$1 what=$2 begin=$SECONDS
    shift 2
    until "$@" >"$work/eventually" 2>&1; do
        ((SECONDS - begin < limit)) || fail "$what: not within $limit s: $(tail -c 600 "$work/eventually")"
        sleep 0.3
    done
    ok "$what ($((SECONDS - begin)) s)"
}

# The gateway's URL from where the tests run: GATEWAY, the load balancer's address, or kind's port mapping.
gateway() {
    [[ -n $GATEWAY ]] || fail "the gateway has no address from here: set GATEWAY"
    echo "$GATEWAY"
}

readonly BODY='Calling Service BHello from service BHello from service AHello from service C'

answers() { [[ $(curl -fsS --max-time 5 "$(gateway)") == "$BODY" ]]; }

# applied FILE...: applied and live on every proxy, as the receipts say.
applied() {
    local file
    for file in "$@"; do cli/tulle apply -f "$file"; done
}

# count N: the answers to N requests to the gateway, counted by what C's part says, with the status.
count() {
    local url
    url=$(gateway)
    seq 1 40 "$1" | while read -r first; do echo "$url?[$first-$((first + 39 < $1 ? first + 39 : $1))]"; done |
        xargs -P 8 -n 1 curl -sS --max-time 60 -w ' %{http_code}\n' | sed 's/.*Hello from service A//' | sort | uniq -c | sort -rn
}

# load_begin [RATE [URL [WORKERS]]]: constant load (requests per second) on the gateway until load_end, which demands that no
# request failed: at the gateway also none of A's calls, since each body must have the length of the whole greeting.
load_begin() {
    local rate=${1:-100} workers=${3:-10}
    load_url=${2:-$(gateway)}
    load_report=$work/load.$RANDOM
    "$(hey)" -z 1800s -c "$workers" -q "$((rate / workers))" -t 10 "$load_url" >"$load_report" 2>&1 &
    load_pid=$!
    later kill "$load_pid"
    sleep 1
}

# load_end WHAT: sets load_good; fails on anything but 2xx and the whole greeting.
load_end() {
    kill -INT "$load_pid" || fail "$1: the load ended by itself: $(cat "$load_report")"
    wait "$load_pid" || true
    local bad errors bytes
    read -r load_good bad errors bytes < <(awk -f load/hey.awk "$load_report")
    bad=$((bad + errors))
    ((load_good > 0)) || fail "$1: no request was answered: $(cat "$load_report")"
    ((bad == 0)) || fail "$1: $bad of $((load_good + bad)) requests failed: $(sed -n '/^Status code/,$p' "$load_report")"
    if [[ $load_url == "$(gateway)" ]]; then
        ((bytes == load_good * ${#BODY})) || fail "$1: $load_good answers have $bytes bytes, not ${#BODY} each: some of A's calls failed"
    fi
    ok "$1: $load_good answers, 0 failed"
}

hey() {
    if [[ -n ${HEY:-} ]]; then echo "$HEY"; elif [[ -x .tools/hey ]]; then echo .tools/hey; else command -v hey; fi
}

# namespace NAME [LABEL...]: a fresh one, removed at the end.
namespace() {
    local name=$1
    shift
    kubectl delete namespace "$name" --ignore-not-found --wait >/dev/null
    kubectl create namespace "$name" >/dev/null
    (($# == 0)) || kubectl label namespace "$name" "$@" >/dev/null
    later kubectl delete namespace "$name" --wait=false
}

rolled_out() { kubectl -n "$1" rollout status "$2" --timeout=120s >/dev/null || fail "$2 in $1 did not roll out: $(kubectl -n "$1" get pods)"; }

# pod NAMESPACE SELECTOR: the name of a running pod that is not about to end.
pod() {
    kubectl -n "$1" get pods -l "$2" --field-selector=status.phase=Running -o json |
        jq -r '[.items[] | select(.metadata.deletionTimestamp == null)] | sort_by(.metadata.creationTimestamp) | last.metadata.name'
}

# admin NAMESPACE SELECTOR PATH: what a proxy's admin port says, asked inside its pod, since the image has no curl.
admin() {
    kubectl -n "$1" exec "$(pod "$1" "$2")" -c istio-proxy -- timeout 10 bash -c '
        exec 3<>/dev/tcp/127.0.0.1/15000
        printf "GET %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n" "$1" >&3
        cat <&3' _ "$3" | tr -d '\r'
}

# stat NAMESPACE SELECTOR NAME: a counter or gauge of a proxy; 0 when it has none of that name.
stat() { admin "$1" "$2" "/stats?usedonly" | awk -v name="$3: " 'index($0, name) == 1 { value = $NF } END { print value + 0 }'; }
