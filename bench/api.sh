#!/usr/bin/env bash
# How many reads a second the REST API answers, and how long each takes; whoever reads is a process of its own.
#
# usage: ./dev bench api [CONNECTIONS [SERVICES [SECONDS]]]    (16 connections, 1000 services, for 20 s)
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

connections=${1:-16} services=${2:-1000} seconds=${3:-20}

conditions
java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-})
(program ApiBench "$services" "$scratch/store" "$scratch/address") >"$scratch/api.out" 2>&1 &
started+=("$!")
for ((tenths = 0; tenths < 600; tenths++)); do
    [[ -s $scratch/address ]] && break
    sleep 0.1
done
java_options=(-Xmx128m)
(program ApiLoad "$(<"$scratch/address")" "$services" "$connections" "$seconds" "${started[0]}")
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
