package io.caretaker.cli.install;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The programs of the system that an installation uses: `systemctl`, `useradd`, `visudo`.
public final class SystemCommands {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern VERSION = Pattern.compile("systemd ([0-9]+)");
    private static final List<String> DIRECTORIES =
            List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private final HostAccess host;

    public SystemCommands(HostAccess host) {
        this.host = host;
    }

    CommandResult run(String... command) throws InterruptedException {
        return host.run(Command.of(command), Deadline.after(LIMIT, System::nanoTime));
    }

    /// What it prints when it succeeds.
    ///
    /// @throws Problem `FAILED` when it does not
    String must(String... command) throws InterruptedException {
        CommandResult result = run(command);
        if (result instanceof CommandResult.Exited exited && exited.ok()) {
            return exited.output().strip();
        }
        throw new Problem(
                ProblemCode.FAILED,
                "`" + String.join(" ", command) + "` failed: " + result.summary(),
                "what was done so far is written down: running the command again goes on");
    }

    /// What it prints, whatever its exit code; empty when it does not run.
    String ask(String... command) throws InterruptedException {
        return run(command) instanceof CommandResult.Exited exited ? exited.output().strip() : "";
    }

    /// The version of the systemd that runs this machine; 0 when none does.
    int systemd() throws InterruptedException {
        if (!Files.isDirectory(Path.of("/run/systemd/system"))) {
            return 0;
        }
        Matcher version = VERSION.matcher(ask("systemctl", "--version"));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    /// Where sudo would look for a program.
    static Optional<String> find(String program) {
        return DIRECTORIES.stream()
                .flatMap(directory -> Stream.of(Path.of(directory, program)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
