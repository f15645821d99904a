package io.caretaker.testkit.server;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.UnitState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Just enough of a [HostAccess] to this machine to test an engine without the host adapter. Its
/// service manager knows nothing, and it writes nothing.
public final class ThisMachine implements HostAccess {
    private static final Path PROC = Path.of("/proc");

    @Override
    public CommandResult run(Command command, Deadline deadline) throws InterruptedException {
        List<String> arguments =
                command.user() == null
                        ? command.arguments()
                        : Programs.as(command.user(), command.arguments());
        var builder = new ProcessBuilder(arguments);
        builder.environment().putAll(command.environment());
        try {
            return finish(builder.start(), command.input(), deadline);
        } catch (IOException e) {
            return new CommandResult.NotStarted(String.valueOf(e.getMessage()));
        }
    }

    private static CommandResult finish(Process process, @Nullable String input, Deadline deadline)
            throws IOException, InterruptedException {
        CompletableFuture<String> output = text(process.inputReader());
        CompletableFuture<String> errors = text(process.errorReader());
        try (var stdin = process.outputWriter()) {
            stdin.write(input == null ? "" : input);
        }
        if (!process.waitFor(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            return new CommandResult.TimedOut("", "");
        }
        return new CommandResult.Exited(
                process.exitValue(), output.join(), errors.join(), Duration.ZERO);
    }

    private static CompletableFuture<String> text(BufferedReader reader) {
        return CompletableFuture.supplyAsync(
                () -> String.join("\n", reader.lines().toList()),
                task -> Thread.ofVirtual().start(task));
    }

    @Override
    public FileReply readTail(String path, int maxBytes) {
        try {
            byte[] all = Files.readAllBytes(Path.of(path));
            byte[] tail = Arrays.copyOfRange(all, Math.max(0, all.length - maxBytes), all.length);
            return new FileReply.Content(new String(tail, StandardCharsets.UTF_8), all.length);
        } catch (NoSuchFileException e) {
            return new FileReply.Missing();
        } catch (AccessDeniedException e) {
            return new FileReply.Denied(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new FileReply.Denied(e.toString());
        }
    }

    @Override
    public void replaceFile(String path, byte[] content, String mode) {
        throw new UnsupportedOperationException("writes nothing");
    }

    @Override
    public boolean moveFile(String from, String to) {
        throw new UnsupportedOperationException("writes nothing");
    }

    @Override
    public HostFacts facts(Deadline deadline) {
        throw new UnsupportedOperationException("measures nothing");
    }

    @Override
    public List<ProcessFacts> processes() {
        return ProcessHandle.allProcesses().flatMap(p -> process(p.pid()).stream()).toList();
    }

    @Override
    public Optional<ProcessFacts> process(long pid) {
        Path directory = PROC.resolve(Long.toString(pid));
        try {
            String commandLine = Files.readString(directory.resolve("cmdline"));
            String status = Files.readString(directory.resolve("stat"));
            String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(
                    new ProcessFacts(
                            pid,
                            Long.parseLong(fields[1]),
                            Files.getOwner(directory).getName(),
                            link(directory.resolve("exe")),
                            arguments(commandLine),
                            link(directory.resolve("cwd")),
                            null,
                            Instant.EPOCH,
                            OpenPorts.of(directory)));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static List<String> arguments(String commandLine) {
        List<String> parts = new ArrayList<>(List.of(commandLine.split("\0", -1)));
        while (!parts.isEmpty() && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        return parts;
    }

    private static @Nullable String link(Path path) {
        try {
            return Files.readSymbolicLink(path).toString();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public ServiceManager services() {
        return new ServiceManager() {
            @Override
            public UnitState state(ServiceControl control, Deadline deadline) {
                return new UnitState(UnitState.Activity.UNKNOWN, "no service manager", null);
            }

            @Override
            public CommandResult act(
                    ServiceControl control, ControlAction action, boolean sudo, Deadline deadline) {
                return new CommandResult.NotStarted("no service manager");
            }
        };
    }

    /// The sockets that a process listens on.
    private static final class OpenPorts {
        private static final String LISTEN = "0A";
        private static final int LOCAL = 1;
        private static final int STATE = 3;
        private static final int INODE = 9;

        static List<ListeningSocket> of(Path process) throws IOException {
            List<String> inodes = inodes(process.resolve("fd"));
            List<ListeningSocket> sockets = new ArrayList<>();
            for (String line : Files.readAllLines(PROC.resolve("net/tcp"))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (LISTEN.equals(columns[STATE]) && inodes.contains(columns[INODE])) {
                    sockets.add(tcp(columns[LOCAL]));
                }
            }
            for (String line : Files.readAllLines(PROC.resolve("net/unix"))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns.length > 7 && inodes.contains(columns[6])) {
                    sockets.add(new ListeningSocket.Unix(columns[7]));
                }
            }
            return sockets;
        }

        private static List<String> inodes(Path descriptors) throws IOException {
            List<String> inodes = new ArrayList<>();
            try (var all = Files.list(descriptors)) {
                for (Path descriptor : all.toList()) {
                    String target = link(descriptor);
                    if (target != null && target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                }
            }
            return inodes;
        }

        /// The kernel prints an IPv4 address as a number in the machine's (little-endian) order.
        private static ListeningSocket tcp(String hex) {
            List<String> bytes = new ArrayList<>();
            for (int i = 0; i < 8; i += 2) {
                bytes.addFirst(Integer.toString(Integer.parseInt(hex.substring(i, i + 2), 16)));
            }
            return new ListeningSocket.Tcp(
                    String.join(".", bytes), Integer.parseInt(hex.substring(9), 16));
        }
    }
}
