#!/usr/bin/env bash
# How late checks are, and what one costs, beside Nagios 4 where that is installed.
#
# usage: ./dev bench watch [SERVICES [INTERVAL [SECONDS]]]    (2000 services, every 1 s, for 60 s)
#
# NAGIOS_SERVICES   how many services Nagios checks every second (200); 0 leaves Nagios out
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=shared.sh
source "$home/bench/shared.sh"

services=${1:-2000} interval=${2:-1} seconds=${3:-60}
nagios_services=${NAGIOS_SERVICES:-200}
if ((nagios_services > services)); then nagios_services=$services; fi
warm_up=$((interval > 15 ? interval + 15 : 30))
nagios_warm_up=15

nagios=$(command -v nagios4 || true)
[[ -z $nagios && -x /usr/sbin/nagios4 ]] && nagios=/usr/sbin/nagios4
plugin=/usr/lib/nagios/plugins/check_tcp

watch_with_caretaker() {
    java_options=("${daemon_options[@]}" ${BENCH_JAVA_OPTS:-})
    (program WatchBench "$scratch/ports" "$interval" "$warm_up" "$seconds" "$scratch/store") \
        >"$scratch/caretaker.json" 2>"$scratch/caretaker.err" &
    started+=($!)
    if ! wait $!; then
        cat "$scratch/caretaker.err" >&2
        return 1
    fi
}

field() { sed -n "s/.*\"$1\":\([^,}]*\).*/\1/p" "$scratch/caretaker.json"; }

# As Nagios' own manual tunes it for large installations.
configure_nagios() {
    local directory=$scratch/nagios port
    mkdir -p "$directory/results"
    cat >"$directory/nagios.cfg" <<END
log_file=$directory/nagios.log
cfg_file=$directory/objects.cfg
object_cache_file=$directory/objects.cache
status_file=$directory/status.dat
lock_file=$directory/nagios.lock
temp_file=$directory/nagios.tmp
temp_path=$directory
check_result_path=$directory/results
command_file=$directory/nagios.cmd
query_socket=$directory/nagios.qh
check_external_commands=0
retain_state_information=0
use_syslog=0
log_initial_states=0
log_service_retries=0
check_for_updates=0
interval_length=1
max_concurrent_checks=0
max_service_check_spread=1
use_large_installation_tweaks=1
enable_environment_macros=0
process_performance_data=1
service_perfdata_file=$directory/perfdata
service_perfdata_file_mode=a
service_perfdata_file_template=\$LASTSERVICECHECK\$ \$SERVICELATENCY\$ \$SERVICESTATE\$
END
    {
        cat <<END
define command {
  command_name tcp
  command_line $plugin -H 127.0.0.1 -p \$ARG1\$ -t 5
}
define timeperiod {
  timeperiod_name always
  alias always
  sunday 00:00-24:00
  monday 00:00-24:00
  tuesday 00:00-24:00
  wednesday 00:00-24:00
  thursday 00:00-24:00
  friday 00:00-24:00
  saturday 00:00-24:00
}
define contact {
  contact_name nobody
  host_notifications_enabled 0
  service_notifications_enabled 0
  host_notification_period always
  service_notification_period always
  host_notification_commands tcp
  service_notification_commands tcp
}
define host {
  host_name here
  address 127.0.0.1
  active_checks_enabled 0
  max_check_attempts 1
  check_period always
  notifications_enabled 0
  contacts nobody
}
END
        head -n "$nagios_services" "$scratch/ports" | while read -r port; do
            cat <<END
define service {
  host_name here
  service_description tcp_$port
  check_command tcp!$port
  check_interval 1
  retry_interval 1
  max_check_attempts 3
  check_period always
  notifications_enabled 0
  process_perf_data 1
  contacts nobody
}
END
        done
    } >"$directory/objects.cfg"
    if [[ $(id -u) == 0 ]]; then
        printf 'nagios_user=nagios\nnagios_group=nagios\n' >>"$directory/nagios.cfg"
        chown -R nagios: "$directory"
        as=(setpriv --reuid=nagios --regid=nagios --init-groups)
    else
        as=()
    fi
}

# Nagios and its workers. The plugins are the workers' children and counted when they have ended.
nagios_processes() {
    local stat pid parent
    printf '%s\n' "$1"
    for stat in /proc/[0-9]*/stat; do
        read -r pid parent < <(sed -E 's/^([0-9]+) .*\) . ([0-9]+) .*/\1 \2/' "$stat" 2>/dev/null) || continue
        if [[ $parent == "$1" ]]; then printf '%s\n' "$pid"; fi
    done
}

watch_with_nagios() {
    configure_nagios
    ("${as[@]}" "$nagios" -v "$scratch/nagios/nagios.cfg" >"$scratch/nagios.out" 2>&1) || {
        cat "$scratch/nagios.out" >&2
        return 1
    }
    local main before after began ended
    exec 8>"$scratch/nagios.out"
    "${as[@]}" "$nagios" "$scratch/nagios/nagios.cfg" >&8 2>&1 &
    main=$!
    started+=("$main")
    sleep "$nagios_warm_up"
    local -a processes
    mapfile -t processes < <(nagios_processes "$main")
    before=$(ticks "${processes[@]}")
    began=$(date +%s)
    sleep "$seconds"
    after=$(ticks "${processes[@]}")
    ended=$(date +%s)
    kill "$main"
    wait "$main" 2>/dev/null || true
    nagios_cpu=$(awk -v t=$((after - before)) 'BEGIN { printf "%.2f", t / 100 }')
    awk -v from="$began" -v to="$ended" '$1 >= from && $1 < to { print $2, $3 }' "$scratch/nagios/perfdata" \
        >"$scratch/nagios.checks"
    nagios_checks=$(wc -l <"$scratch/nagios.checks")
    if ((nagios_checks == 0)); then
        printf 'Nagios did not check anything:\n' >&2
        tail -n 20 "$scratch/nagios.out" "$scratch/nagios/nagios.log" >&2
        return 1
    fi
    nagios_p99=$(sort -n "$scratch/nagios.checks" | awk -v n="$nagios_checks" 'NR >= n * 0.99 { printf "%d", $1 * 1000; exit }')
}

row() { printf '%-36s %14s %14s\n' "$@"; }

conditions
listen "$services" $((warm_up + seconds + nagios_warm_up + seconds + 180))
watch_with_caretaker
if [[ -n ${BENCH_JSON:-} ]]; then cat "$scratch/caretaker.json"; fi
compare=no
if ((nagios_services > 0)); then
    if [[ -n $nagios && -x $plugin ]]; then
        watch_with_nagios
        compare=yes
    else
        printf 'Nagios is not installed (Debian: nagios4-core monitoring-plugins-basic): no comparison\n' >&2
    fi
fi

version='' theirs=(- - - - - -)
if [[ $compare == yes ]]; then
    version=$("$nagios" --version | sed -n 's/^Nagios Core //p' | head -n 1)
    theirs=("$nagios_services" 1 "$(awk -v n="$nagios_checks" -v s="$seconds" 'BEGIN { printf "%.0f", n / s }')" "$nagios_p99"
        "$nagios_cpu" "$(awk -v c="$nagios_cpu" -v n="$nagios_checks" 'BEGIN { printf "%.0f", c * 1e6 / n }')")
fi
printf '\n'
row "$seconds s" caretaker "Nagios $version"
row 'services' "$services" "${theirs[0]}"
row 'interval, s' "$interval" "${theirs[1]}"
row 'checks a second' "$(field checks_per_sec)" "${theirs[2]}"
row 'lateness p50, ms' "$(field late_p50_ms)" -
row 'lateness p99, ms' "$(field late_p99_ms)" "${theirs[3]}"
row 'lateness max, ms' "$(field late_max_ms)" -
row 'CPU, s' "$(field cpu_sec)" "${theirs[4]}"
row 'CPU a check, µs' "$(field cpu_us_per_check)" "${theirs[5]}"
row 'resident memory, MB' "$(field rss_mb)" -
row 'results in the store: up / not up' "$(field rows_up) / $(field rows_not_up)" -
row 'store, MB' "$(field store_mb)" -
if [[ $compare == yes ]]; then
    awk -v ours="$(field cpu_us_per_check)" -v theirs="${theirs[5]}" \
        'BEGIN { printf "\nNagios needs %.1f times the CPU for a check\n", theirs / ours }'
fi
printf 'load average after: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
