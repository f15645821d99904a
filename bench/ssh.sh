#!/usr/bin/env bash
# What hosts over SSH cost: connecting, a command, a unit check, memory and threads; against an sshd of its own.
#
# usage: ./dev bench ssh [HOSTS [COMMANDS [SECONDS]]]    (100 hosts, 300 commands, 120 s of ten unit checks per host)
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-})
program SshBench "${1:-100}" "${2:-300}" "${3:-120}"
