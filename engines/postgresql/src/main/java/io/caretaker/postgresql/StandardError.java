package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The file that a process writes its standard error to.
final class StandardError {
    private static final Duration ASKING = Duration.ofSeconds(2);

    private StandardError() {}

    /// Null when it is no regular file, or cannot be seen.
    static @Nullable String of(ProcessFacts process, HostAccess host) {
        Command command = Command.of("readlink", "/proc/" + process.pid() + "/fd/2");
        return run(command, host) instanceof CommandResult.Exited exited && exited.ok()
                ? file(exited.output().strip())
                : null;
    }

    /// Whether that user may write to the file; a file that a service manager or root opened for
    /// the server may be closed to it.
    static boolean writable(String file, String user, HostAccess host) {
        Command command = Command.of("test", "-w", file);
        boolean own = user.equals(System.getProperty("user.name"));
        return run(own ? command : command.as(user).withSudo(true), host)
                        instanceof CommandResult.Exited exited
                && exited.ok();
    }

    private static @Nullable String file(String path) {
        boolean regular =
                path.startsWith("/") && !path.startsWith("/dev/") && !path.endsWith(" (deleted)");
        return regular ? path : null;
    }

    private static CommandResult run(Command command, HostAccess host) {
        try {
            return host.run(command, Deadline.after(ASKING, System::nanoTime));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CommandResult.NotStarted("interrupted");
        }
    }
}
