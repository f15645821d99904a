#!/usr/bin/env bash
# What it takes to read /metrics: time, bytes, CPU and memory for each reading, of a daemon with its usual heap.
#
# usage: ./dev bench metrics [SERVICES [DATABASES [METRICS]]]    (1000 services, 100 of them databases with 60 metrics)
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

conditions
java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-})
(program MetricsBench "${1:-1000}" "${2:-100}" "${3:-60}" "$scratch/store")
printf 'CPU and allocation are those of the daemon and of the reader, which is in the same process\n'
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
