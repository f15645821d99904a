#!/usr/bin/env bash
# What looking after a PostgreSQL server costs: the time of a look at many sessions, and what pgbench loses to the daemon.
#
# usage: ./dev bench health [SESSIONS [PAIRS [SECONDS [PGBENCH_OPTION...]]]]    (500 sessions, 10 pairs of runs of 40 s)
#
# With 0 sessions or 0 pairs that half is left out. -S as an option makes pgbench read only, which disks do not slow down.
# pgbench runs with 50 clients and as fast as it can. A pair is one run without and one with the daemon, which checks the
# server every 10 s; it is stopped (SIGSTOP) in the runs without it.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

sessions=${1:-500} pairs=${2:-10} seconds=${3:-40}
shift $(($# < 3 ? $# : 3))
unset CARETAKER_CONFIG
export HOME=$scratch CARETAKER_BUILD=never CARETAKER_WEB_LISTEN=127.0.0.1:0 CARETAKER_JAVA_HOME=$java_home TMPDIR=$scratch

run() {
    java_options=(-XX:+UseSerialGC -Xmx256m "-Djava.io.tmpdir=$scratch" ${BENCH_JAVA_OPTS:-})
    (program HealthBench "$@") 2>"$scratch/err" &
    started+=($!)
    if ! wait $!; then
        tail -n 40 "$scratch/err" >&2
        return 1
    fi
}

conditions
if ((sessions > 0)); then run pass "$sessions" 200; fi
if ((pairs > 0)); then run pairs "$home/caretaker" "$scratch" "$pairs" "$seconds" "$@"; fi
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
