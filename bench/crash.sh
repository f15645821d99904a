#!/usr/bin/env bash
# How long a killed PostgreSQL is away: brought back by caretaker, and started at once by hand.
#
# usage: ./dev bench crash [KILLS]    (10)
#
# A killed server is a zombie until its parent collects it, and PostgreSQL does not start beside its own zombie. systemd
# collects at once, and so does bench/collect.pl here; BENCH_COLLECT=no leaves it to whatever process 1 is.
# BENCH_ROUNDS=yes prints each round.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

conditions
collect=(perl "$home/bench/collect.pl")
if [[ ${BENCH_COLLECT:-yes} == no ]]; then collect=(env); fi
TMPDIR=$scratch "${collect[@]}" "$java_home/bin/java" "${daemon_options[@]}" "-Djava.io.tmpdir=$scratch" -cp "$classpath" \
    io.caretaker.bench.CrashBench "${1:-10}" 2>"$scratch/err" &
started+=($!)
if ! wait $!; then
    tail -n 40 "$scratch/err" >&2
    exit 1
fi
if [[ -n ${BENCH_ROUNDS:-} ]]; then cat "$scratch/err"; fi
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
