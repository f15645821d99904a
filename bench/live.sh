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
row() { printf '%-48s %10s\n' "$@"; }

conditions
listen "$services" $((warm_up + 2 * seconds + 120))
java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-})
if ! (program LiveBench "$scratch/ports" "$interval" "$streams" "$warm_up" "$seconds" "$scratch/store") \
    >"$scratch/live.json" 2>"$scratch/live.err"; then
    cat "$scratch/live.err" >&2
    exit 1
fi
printf '\n'
row "$services services every $interval s, $seconds s each" ''
row 'CPU alone, % of one core' "$(field cpu_percent_alone)"
row "CPU with $streams dashboards open, % of one core" "$(field cpu_percent_listened)"
row 'resident memory alone, MB' "$(field rss_mb_alone)"
row "resident memory with $streams dashboards open, MB" "$(field rss_mb_listened)"
