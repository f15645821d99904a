#!/usr/bin/env bash
# What the embedded store does with much history: 60 million raw rows of 1,000 services in 30 days.
#
# usage: ./dev bench store [SERVICES [DAYS [ROWS]]]    (1000 services, 30 days, 2000 rows a service and day)
#
# BENCH_DIRECTORY   where the rows go: about 1.5 GB (a new directory in /var/tmp), removed afterwards
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
export TMPDIR=${BENCH_DIRECTORY:-/var/tmp}
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

services=${1:-1000} days=${2:-30} rows=${3:-2000}
store=$scratch/store

run() {
    java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-} "-Dorg.sqlite.tmpdir=$scratch")
    (program StoreBench "$1" "$store" "$services" "$days" "$rows")
}

# Only root may; elsewhere "first" means a new process with files that the system may still have in memory.
forget_files() {
    sync
    if [[ -w /proc/sys/vm/drop_caches ]]; then echo 3 >/proc/sys/vm/drop_caches; else echo '(the file cache stays)'; fi
}

conditions
run write
du -sh "$store" | cut -f1
echo 'cold:'
forget_files
run read
echo 'warm:'
run read
run insert
