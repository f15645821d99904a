package io.caretaker.hosts.local;

import java.util.List;

/// Keeps the output pipe of a started daemon alive.
///
/// A daemon started by a plain command (`mongod &` in a script, `pg_ctl start` without a log file)
/// keeps the pipe that caretaker reads. With the run, or with caretaker, the reading end would go
/// away, and the daemon's next line would kill it by SIGPIPE. So a second reader holds the pipe: it
/// sleeps while the start command runs, so that caretaker gets what is said, then throws away what
/// comes, and ends when nobody can write any more. It has a session of its own and outlives
/// caretaker. The price is one idle `cat` for each such daemon.
public final class DaemonOutput {
    /// The shell opens its own standard output for reading (left to right: before that is
    /// redirected), starts the reader with it, and becomes the command.
    private static final String SCRIPT =
            """
            setsid sh -c 'while [ -d /proc/$1 ]; do sleep 0.1; done; exec cat' sh $$ \
            </proc/self/fd/1 >/dev/null 2>&1 &
            exec "$@" 2>&1
            """;

    /// What stands before the command; its errors arrive in its output then.
    public static final List<String> KEPT_OPEN = List.of("/bin/sh", "-c", SCRIPT, "sh");

    private DaemonOutput() {}
}
