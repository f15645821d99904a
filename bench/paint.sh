#!/usr/bin/env bash
# How soon a real Chromium paints the overview of a fleet, with and without the files that it keeps.
#
# usage: ./dev bench paint [SERVICES [LOADS]]    (1000 services, 20 loads of each kind)
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

services=${1:-1000} loads=${2:-20}
browser=${BENCH_BROWSER:-/usr/bin/chromium}
if [[ ! -x $browser ]]; then
    printf 'no browser: install chromium, or name one in BENCH_BROWSER\n' >&2
    exit 2
fi

conditions
java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-})
(program ApiBench "$services" "$scratch/store" "$scratch/address" 50) >"$scratch/api.out" 2>&1 &
started+=("$!")
for ((tenths = 0; tenths < 600; tenths++)); do
    [[ -s $scratch/address ]] && break
    sleep 0.1
done
java_options=(-Xmx256m)
(program PaintBench "$(<"$scratch/address")" "$browser" "$loads")
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
