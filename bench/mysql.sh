#!/usr/bin/env bash
# What looking after a MariaDB server costs: what sysbench loses to the daemon.
#
# usage: ./dev bench mysql [PAIRS [SECONDS [SYSBENCH_OPTION...]]]    (30 pairs of periods of 20 s)
#
# One run of sysbench's oltp_read_write, as fast as it can with 16 clients. Meanwhile the daemon, which checks the server
# and looks at its sessions every 10 s, goes on (SIGCONT) and is stopped (SIGSTOP) by turns, so that what else the machine
# does falls on both alike. SECONDS had better be a multiple of 10. Options such as --threads=50 count instead of ours.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

pairs=${1:-30} seconds=${2:-20}
shift $(($# < 2 ? $# : 2))
unset CARETAKER_CONFIG TMPDIR
export HOME=$scratch CARETAKER_BUILD=never CARETAKER_WEB_LISTEN=127.0.0.1:0 CARETAKER_JAVA_HOME=$java_home

missing() {
    printf '%s is not there: apt-get install %s\n' "$1" "$2" >&2
    exit 2
}
command -v sysbench >/dev/null || missing sysbench sysbench
PATH=$PATH:/usr/sbin command -v mariadbd >/dev/null || missing mariadbd mariadb-server

conditions
java_options=(-XX:+UseSerialGC -Xmx128m "-Djava.io.tmpdir=$scratch" ${BENCH_JAVA_OPTS:-})
(program MysqlBench "$home/caretaker" "$scratch" "$pairs" "$seconds" "$@") 2>"$scratch/err" &
started+=($!)
if ! wait $!; then
    tail -n 40 "$scratch/err" >&2
    exit 1
fi
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
