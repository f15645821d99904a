# shellcheck shell=bash disable=SC2034,SC2154
# What the benchmarks share. Sourced by bench/*.sh after $home is set.
#
# Each benchmark works in a directory of its own, which goes when it ends, however it ends. It ends the processes that it
# started, by their numbers, and no others.

# shellcheck source=../launcher/jdk.sh
source "$home/launcher/jdk.sh"
find_jdk java

scratch=$(mktemp -d "${TMPDIR:-/tmp}/caretaker-bench.XXXXXX")
chmod 711 "$scratch"
started=()

finish() {
    local status=$? pid
    trap - EXIT
    for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
    for pid in ${started[@]+"${started[@]}"}; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$scratch"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

if [[ ! -r $home/bench/target/classpath ]]; then
    printf 'not built yet: run it by ./dev bench\n' >&2
    exit 2
fi
classpath=$home/bench/target/classes:$(<"$home/bench/target/classpath")

# What ./caretaker gives a daemon.
daemon_options=(--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:-UsePerfData -Xmx96m)
export MALLOC_ARENA_MAX=2

# program NAME ARGUMENT...: replaces this shell; begin it with & and note $! in $started.
program() {
    local name=$1
    shift
    exec "$java_home/bin/java" "${java_options[@]}" -cp "$classpath" "io.caretaker.bench.$name" "$@"
}

# listen COUNT SECONDS: opens ports that $scratch/ports names.
listen() {
    java_options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m)
    program Listeners "$1" "$scratch/ports" "$2" &
    started+=($!)
    until [[ -e $scratch/ports ]]; do sleep 0.1; done
}

# ticks PID...: hundredths of a second of CPU used by the processes and their children that have ended.
ticks() {
    local pid
    for pid in "$@"; do cat "/proc/$pid/stat" 2>/dev/null || true; done |
        awk '{ sub(/.*\) /, ""); sum += $12 + $13 + $14 + $15 } END { print sum + 0 }'
}

# conditions: what a figure was taken on.
conditions() {
    printf '%s, %s cores (%s), Linux %s, Java %s, load average before: %s\n' "$(date -u +%FT%RZ)" "$(nproc)" \
        "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(uname -r | cut -d- -f1)" "$java_version" \
        "$(cut -d' ' -f1-3 /proc/loadavg)"
}
