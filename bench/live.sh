#!/usr/bin/env bash
# What open dashboards cost the daemon.
#
# usage: ./dev bench live [STREAMS [SERVICES [INTERVAL [SECONDS]]]]    (200 streams, 1000 services, every 45 s, for 60 s)
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

streams=${1:-200} services=${2:-1000} interval=${3:-45} seconds=${4:-60}
warm_up=$((interval + 15))

field() { sed -n "s/.*\"$1\":\([^,}]*\).*/\1/p" "$scratch/live.json"; }
row() { printf '%-40s %12s %12s\n' "$@"; }

conditions
listen "$services" $((3 * (warm_up + 2 * seconds) + 240))
java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-})
printf '\n%s services every %s s, %s s each, %s dashboards\n' "$services" "$interval" "$seconds" "$streams"
printf '%-40s %12s %12s\n' '' 'alone' 'with them'
for page in overview every database; do
    # A daemon of its own each time: memory that was needed once is kept.
    if ! (program LiveBench "$scratch/ports" "$interval" "$streams" "$warm_up" "$seconds" "$scratch/store-$page" "$page") \
        >"$scratch/live.json" 2>"$scratch/live.err"; then
        cat "$scratch/live.err" >&2
        exit 1
    fi
    row "$page page open, CPU, % of one core" "$(field cpu_percent_alone)" "$(field cpu_percent_listened)"
    row "$page page open, resident memory, MB" "$(field rss_mb_alone)" "$(field rss_mb_listened)"
done
