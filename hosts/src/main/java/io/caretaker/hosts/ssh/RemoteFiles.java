package io.caretaker.hosts.ssh;

import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.List;

/// Reads and replaces files of a host. What is denied to the log-in user is tried again by sudo
/// where the host says so. Thread-safe.
final class RemoteFiles {
    private static final int MISSING = 3;
    private static final int NOT_REGULAR = 4;

    /// The size goes to the errors: the output is the file's alone.
    private static final String TAIL =
            """
            if [ ! -e "$1" ]; then
              case $(ls -d -- "$1" 2>&1) in *"ermission denied") echo "permission denied" >&2; exit 1;; esac
              exit 3
            fi
            [ -f "$1" ] || exit 4
            [ -r "$1" ] || { echo "permission denied" >&2; exit 1; }
            wc -c <"$1" >&2 && exec tail -c "$2" -- "$1"
            """;

    /// The content is counted before it takes the place of the old one: a connection that breaks
    /// looks like its end.
    private static final String REPLACE =
            """
            t=$1
            if [ -e "$t" ]; then t=$(readlink -f -- "$t") || exit 1; fi
            case $t in */*) d=${t%/*};; *) d=.;; esac
            f=$(mktemp -- "${d:-/}/.caretaker-XXXXXX") || exit 1
            trap 'rm -f -- "$f"' EXIT
            cat >"$f" || exit 1
            [ "$(wc -c <"$f")" -eq "$2" ] || { echo "the content did not arrive whole" >&2; exit 1; }
            if [ -e "$t" ]; then
              chown --reference="$t" -- "$f" && chmod --reference="$t" -- "$f" || exit 1
            else
              chmod "$3" -- "$f" || exit 1
            fi
            { sync -- "$f" 2>/dev/null || sync; } && mv -f -- "$f" "$t" || exit 1
            sync -- "${d:-/}" 2>/dev/null || sync
            """;

    private static final String MOVE =
            """
            [ -e "$1" ] || [ -L "$1" ] || exit 3
            mv -f -T -- "$1" "$2" || exit 1
            sync -- "$(dirname -- "$2")" 2>/dev/null || sync
            """;

    private final Scripts scripts;

    RemoteFiles(Scripts scripts) {
        this.scripts = scripts;
    }

    FileReply readTail(String path, int maxBytes) {
        if (path.indexOf('\0') >= 0) {
            return new FileReply.Denied("a path cannot hold a NUL character");
        }
        try {
            FileReply reply = tail(path, maxBytes, false);
            return reply instanceof FileReply.Denied && scripts.maySudo()
                    ? tail(path, maxBytes, true)
                    : reply;
        } catch (Problem e) {
            return new FileReply.Denied(e.message());
        }
    }

    private FileReply tail(String path, int maxBytes, boolean sudo) {
        Exited exited =
                scripts.run(
                        TAIL,
                        List.of(path, Integer.toString(maxBytes)),
                        sudo,
                        null,
                        Math.max(1, maxBytes));
        return switch (exited.code()) {
            case 0 -> content(exited, maxBytes);
            case MISSING -> new FileReply.Missing();
            case NOT_REGULAR -> new FileReply.Denied("is not a regular file");
            default -> new FileReply.Denied(exited.errors().strip());
        };
    }

    private static FileReply content(Exited exited, int maxBytes) {
        String size = exited.errors().strip();
        return size.matches("\\d{1,18}")
                ? new FileReply.Content(maxBytes == 0 ? "" : exited.output(), Long.parseLong(size))
                : new FileReply.Denied(size);
    }

    void replace(String path, byte[] content, String mode) {
        List<String> arguments = List.of(path, Integer.toString(content.length), mode);
        Exited exited = scripts.run(REPLACE, arguments, false, content);
        if (!exited.ok() && scripts.maySudo()) {
            exited = scripts.run(REPLACE, arguments, true, content);
        }
        if (!exited.ok()) {
            throw unwritten(path, exited);
        }
    }

    boolean move(String from, String to) {
        List<String> arguments = List.of(from, to);
        Exited exited = scripts.run(MOVE, arguments, false, null);
        if (!exited.ok() && scripts.maySudo()) {
            exited = scripts.run(MOVE, arguments, true, null);
        }
        if (exited.code() == MISSING) {
            return false;
        }
        if (!exited.ok()) {
            throw unwritten(to, exited);
        }
        return true;
    }

    private static Problem unwritten(String path, Exited exited) {
        boolean denied = exited.errors().contains("ermission denied");
        return new Problem(
                denied ? ProblemCode.DENIED : ProblemCode.FAILED,
                "cannot write " + path + ": " + exited.errors().strip(),
                "look at its directory's owner and mode, and at the free space");
    }
}
