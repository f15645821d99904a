package io.caretaker.cli.demo;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Ends what a demonstration left behind that was itself killed: the servers on its directory, then
/// the directory.
final class Leftovers {
    static final String OWNER_FILE = "owner.pid";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Leftovers() {}

    /// The directories that were cleared.
    static List<Path> clear(HostAccess host, Ticker ticker, Path temporary)
            throws InterruptedException {
        List<Path> abandoned;
        try (Stream<Path> all = Files.list(temporary)) {
            abandoned =
                    all.filter(path -> path.getFileName().toString().startsWith("caretaker-demo-"))
                            .filter(path -> abandoned(path, host))
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
        for (Path directory : abandoned) {
            clear(directory, host, ticker);
        }
        return abandoned;
    }

    private static boolean abandoned(Path directory, HostAccess host) {
        try {
            String owner = Files.readString(directory.resolve(OWNER_FILE)).strip();
            return owner.matches("\\d+")
                    && Files.isWritable(directory)
                    && host.process(Long.parseLong(owner))
                            .filter(process -> process.program().startsWith("java"))
                            .isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static void clear(Path directory, HostAccess host, Ticker ticker)
            throws InterruptedException {
        for (ProcessFacts process : host.processes()) {
            boolean onIt =
                    process.arguments().stream()
                            .anyMatch(argument -> argument.contains(directory + "/"));
            if (onIt && process.pid() != ProcessHandle.current().pid()) {
                host.run(
                        Command.of("kill", "-KILL", Long.toString(process.pid())),
                        Deadline.after(LIMIT, ticker));
            }
        }
        host.run(
                Command.of("rm", "-rf", "--", directory.toString()), Deadline.after(LIMIT, ticker));
    }
}
