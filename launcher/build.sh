# shellcheck shell=bash disable=SC2154
# Builds caretaker from its sources when that is due. Sourced by ./caretaker and ./dev, with jdk.sh; needs $home.
#
# Everything said here goes to standard error: the output of the command that is going to run stays its own.

readonly state=$home/.build
readonly built=$home/cli/target/caretaker

# Cheap, because every start pays for it: three look-ups, and one find that stops at the first newer file.
build_is_due() {
    local reference=$built/.built
    if [[ ! -e $reference ]]; then
        # Packaged by Maven alone.
        reference=$(printf '%s\n' "$built"/lib/caretaker-cli-*.jar)
        if [[ ! -e $reference ]]; then return 0; fi
    fi
    local -a sources=("$home/pom.xml" "$home/.mvn" "$home"/*/pom.xml "$home"/*/*/pom.xml)
    local directory
    for directory in "$home"/{*,{engines,stores}/*}/src/main; do
        case $directory in
            */testkit/src/main | */bench/src/main) ;;
            *) if [[ -d $directory ]]; then sources+=("$directory"); fi ;;
        esac
    done
    [[ -n $(find "${sources[@]}" -newer "$reference" -print -quit) ]]
}

# The cache belongs to one JDK; a failed attempt is remembered as well, else every start would repeat it.
cache_is_due() {
    local made_for=
    if [[ -r $built/.cache-made-for ]]; then IFS= read -r made_for <"$built/.cache-made-for" || true; fi
    [[ $made_for != "$java_home $java_version" ]]
}

build_if_needed() {
    if build_is_due; then
        find_jdk javac
    else
        find_jdk java
        if ! cache_is_due; then return 0; fi
    fi
    if ! mkdir -p "$state" 2>/dev/null || [[ ! -w $state || (-d $built && ! -w $built) ]]; then
        if [[ -d $built/lib ]]; then return 0; fi
        say_error "caretaker is not built yet, and this user may not write to $home
  hint: run it once as the user who owns that directory"
        return 1
    fi
    (
        hold_build_lock
        # Another first use may have done it all while this one waited.
        if build_is_due; then build; fi
        if cache_is_due; then make_cache; fi
    )
}

hold_build_lock() {
    exec 9>"$state/lock"
    if ! command -v flock >/dev/null; then return 0; fi
    if ! flock -n 9; then
        say_step 'another build is under way, waiting for it'
        flock 9
    fi
}

build() {
    local log=$state/build.log started=$state/started began=$SECONDS
    say_step "building from source (Java $java_version; log in ${log#"$PWD"/})"
    touch "$started"
    # Opened for this build alone: what the build leaves running must not hold the lock.
    if ! JAVA_HOME=$java_home "$home/mvnw" -B -ntp -f "$home/pom.xml" -T1C -pl cli -am -Dmaven.test.skip=true package \
        9>&- </dev/null 2>&1 | tee "$log" | show_modules; then
        say_error "the build failed; what was said about it, and the whole is in $log:"
        what_failed "$log" >&2
        return 1
    fi
    # With this, the directory runs wherever it is copied to.
    mkdir -p "$built/launcher"
    cp "$home/caretaker" "$built/"
    cp "$home/launcher/jdk.sh" "$built/launcher/"
    touch -r "$started" "$built/.built"
    say_step "built in $((SECONDS - began)) s"
}

# Maven's complaints without its advice on how to use Maven; or the end, when it did not come to complaints.
what_failed() {
    local complaints
    complaints=$(grep -E '^\[(ERROR|WARNING)\] *[^ ]' "$1" | grep -v 'Total time' | sed '/\[Help 1\]/q') || true
    if [[ $complaints == *ERROR* ]]; then
        tail -n 40 <<<"$complaints"
    else
        tail -n 20 "$1"
    fi
}

# One line per module, from Maven's own; on a terminal the line being worked on shows the seconds it has taken.
show_modules() {
    local line began=$SECONDS current='fetching what the build needs' status
    while true; do
        status=0
        IFS= read -r -t 1 line || status=$?
        if ((status == 0)); then
            case $line in
                'mvnw: '*) say_step "${line#mvnw: }" ;;
                *'Building Caretaker: '*)
                    line=${line#*Building Caretaker: }
                    current="compiling ${line% [0-9]*.[0-9]*}"
                    say_step "$current"
                    began=$SECONDS
                    ;;
            esac
        elif ((status <= 128)); then
            break
        elif [[ -t 2 ]]; then
            printf '\r\033[K  %s … %d s' "$current" "$((SECONDS - began))" >&2
        fi
    done
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
}

# A start with the cache loads classes that are parsed and linked already. It is a gain, never a need.
make_cache() {
    local log=$state/cache.log cache=$built/caretaker.aot scratch
    scratch=$(mktemp -d)
    rm -f "$cache"
    say_step 'preparing quick starts'
    # In this mode it runs the usual commands once and says nothing.
    CARETAKER_BUILD=never CARETAKER_JAVA_HOME=$java_home HOME=$scratch CARETAKER_STATE=$scratch/state \
        CARETAKER_JAVA_OPTS="-XX:AOTCacheOutput=$cache -Dcaretaker.training=true" \
        timeout 120 "$home/caretaker" >"$log" 2>&1 9>&- </dev/null || true
    rm -rf "$scratch"
    if [[ ! -s $cache ]]; then say_step "that failed, and starts stay slower (log in $log)"; fi
    printf '%s\n' "$java_home $java_version" >"$built/.cache-made-for"
}

say_step() {
    if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
    printf '  %s\n' "$*" >&2
}

say_error() { printf 'caretaker: %s\n' "$*" >&2; }
