#!/usr/bin/env bash
# What the daemon costs that just watches, and how quickly a command answers beside it.
#
# usage: ./dev bench daemon [SERVICES [INTERVAL [SECONDS]]]    (1000 services, every 45 s, for 300 s)
#
# CARETAKER_JAVA_OPTS   more options for the daemon's Java; with -XX:NativeMemoryTracking=summary the table ends with
#                       what its memory is made of
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

services=${1:-1000} interval=${2:-45} seconds=${3:-300}
commands=20
config=$scratch/caretaker.yaml
unset CARETAKER_CONFIG
export HOME=$scratch CARETAKER_BUILD=never CARETAKER_WEB_LISTEN=127.0.0.1:0 CARETAKER_JAVA_HOME=$java_home

configure() {
    local port
    {
        printf 'node: bench\nstate: %s/state\n' "$scratch"
        printf 'hosts:\n  - {host_id: here, hostname: localhost, ip_address: 127.0.0.1, environment: production, region: local}\n'
        printf 'services:\n'
        while read -r port; do
            printf '  - {service_id: listener_%s, host_id: here, service_type: other, control: none,' "$port"
            printf ' monitoring: {method: tcp, interval_sec: %s}, check: {host: 127.0.0.1, port: %s}}\n' "$interval" "$port"
        done <"$scratch/ports"
    } >"$config"
}

memory() { awk -v key="$1:" '$1 == key { printf "%.1f", $2 / 1024 }' "$2"; }

# milliseconds NAME=FILE: median and worst.
times() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%d / %d", v[int((NR + 1) / 2)], v[NR] }'; }

time_status() {
    local i began ended
    for ((i = 0; i < commands; i++)); do
        began=$(date +%s%N)
        CARETAKER_JAVA_OPTS='' "$home/caretaker" status --config "$config" >"$scratch/status.out" 2>&1 || true
        ended=$(date +%s%N)
        printf '%s\n' $(((ended - began) / 1000000)) >>"$scratch/status.ms"
    done
}

row() { printf '%-44s %14s\n' "$@"; }

conditions
listen "$services" $((seconds + 240))
configure
"$home/caretaker" run --config "$config" >"$scratch/out" 2>"$scratch/err" </dev/null &
daemon=$!
started+=("$daemon")
until grep -q 'caretaker is watching' "$scratch/err"; do
    if ! kill -0 "$daemon" 2>/dev/null; then
        cat "$scratch/out" "$scratch/err" >&2
        exit 1
    fi
    sleep 0.1
done
at_start=$(ticks "$daemon")
settle=$((seconds > 120 ? 60 : seconds / 4))
sleep "$settle"
settled=$(ticks "$daemon")
sleep $((seconds - settle))
at_end=$(ticks "$daemon")
cp "/proc/$daemon/smaps_rollup" "$scratch/rollup"
cp "/proc/$daemon/smaps" "$scratch/smaps"
threads=$(find "/proc/$daemon/task" -mindepth 1 -maxdepth 1 | wc -l)
private=$(awk '/^Private_(Clean|Dirty):/ { sum += $2 } END { printf "%.1f", sum / 1024 }' "$scratch/rollup")
time_status

share() { awk -v t="$1" -v s="$2" 'BEGIN { printf "%.2f %%", t / s }'; }
printf '\n'
row "$services services every $interval s, $seconds s" ''
row 'CPU, share of one core, without the start' "$(share $((at_end - at_start)) "$seconds")"
row "CPU, share of one core, after $settle s" "$(share $((at_end - settled)) $((seconds - settle)))"
row 'CPU for the start, s' "$(awk -v t="$at_start" 'BEGIN { printf "%.2f", t / 100 }')"
row 'resident memory, MB' "$(memory Rss "$scratch/rollup")"
row 'proportional share (PSS), MB' "$(memory Pss "$scratch/rollup")"
row 'private memory, MB' "$private"
row 'threads' "$threads"
row "caretaker status, median / worst of $commands, ms" "$(times "$scratch/status.ms")"
row 'lines that it printed' "$(wc -l <"$scratch/status.out")"
if [[ ${BENCH_MAPS:-} == yes ]]; then
    printf '\nresident MB by mapping\n'
    awk '/^[0-9a-f]+-[0-9a-f]+ / { name = $6 == "" ? "(anonymous)" : $6 } /^Rss:/ { rss[name] += $2 }
        END { for (n in rss) if (rss[n] > 400) printf "%8.1f  %s\n", rss[n] / 1024, n }' "$scratch/smaps" | sort -rn
fi
if [[ ${CARETAKER_JAVA_OPTS:-} == *NativeMemoryTracking* ]]; then
    "$java_home/bin/jcmd" "$daemon" VM.native_memory summary scale=KB
    "$java_home/bin/jcmd" "$daemon" GC.heap_info
fi
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
