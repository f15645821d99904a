# shellcheck shell=bash disable=SC2034
# Finds a JDK. Sourced by ./caretaker, ./mvnw and ./dev.
#
#   find_jdk TOOL    sets java_home and java_version to the first Java ≥ 25 that has bin/TOOL (java, javac, …);
#                    else says where it looked and what to do, and returns 1.
# No Java is started to ask for its version: its file `release` tells, which keeps a start of caretaker quick.

readonly needed_java=25

find_jdk() {
    local tool=$1 candidate real
    local -a candidates=() seen=()

    if [[ -n ${CARETAKER_JAVA_HOME:-} ]]; then candidates+=("$CARETAKER_JAVA_HOME"); fi
    if [[ -n ${JAVA_HOME:-} ]]; then candidates+=("$JAVA_HOME"); fi
    # Most starts end here, before any directory is searched.
    for candidate in ${candidates[@]+"${candidates[@]}"}; do
        if accept_jdk "$candidate" "$tool"; then return 0; fi
    done

    if real=$(command -v java); then
        real=$(readlink -f "$real" 2>/dev/null || printf '%s' "$real")
        candidates+=("${real%/bin/java}")
    fi
    for candidate in /usr/lib/jvm/* /opt/* /opt/*/* "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* \
        /usr/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [[ -x $candidate/bin/java ]]; then candidates+=("$candidate"); fi
    done
    for candidate in ${candidates[@]+"${candidates[@]}"}; do
        if accept_jdk "$candidate" "$tool"; then return 0; fi
        seen+=("    $candidate: $refused_because")
    done

    {
        printf 'no JDK %s or newer was found\n' "$needed_java"
        if ((${#seen[@]} > 0)); then
            printf '  looked at:\n'
            printf '%s\n' "${seen[@]}"
        fi
        printf '  looked in: CARETAKER_JAVA_HOME, JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /Library/Java\n'
        printf '  hint: install one (for example the package temurin-25-jdk or openjdk-25-jdk-headless),\n'
        printf '        or point CARETAKER_JAVA_HOME at one\n'
    } >&2
    return 1
}

# accept_jdk HOME TOOL: sets java_home and java_version, or refused_because.
accept_jdk() {
    local home=$1 tool=$2 line version=
    if [[ ! -x $home/bin/java ]]; then
        refused_because='has no bin/java'
        return 1
    fi
    if [[ -r $home/release ]]; then
        while IFS= read -r line; do
            case $line in
                JAVA_RUNTIME_VERSION=*) version=${line#*=} ;;
                JAVA_VERSION=*) if [[ -z $version ]]; then version=${line#*=}; fi ;;
            esac
        done <"$home/release"
        version=${version//\"/}
    fi
    if [[ -z $version ]]; then
        line=$("$home/bin/java" -version 2>&1) || line=
        if [[ $line =~ \"([^\"]+)\" ]]; then version=${BASH_REMATCH[1]}; fi
    fi
    if [[ ! $version =~ ^([0-9]+) ]]; then
        refused_because='does not tell its version'
        return 1
    fi
    if ((BASH_REMATCH[1] < needed_java)); then
        refused_because="is Java $version"
        return 1
    fi
    if [[ ! -x $home/bin/$tool ]]; then
        refused_because="is Java $version but has no bin/$tool: a runtime, not a JDK"
        return 1
    fi
    java_home=$home
    java_version=$version
}
