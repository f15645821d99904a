package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.host.CommandResult.TimedOut;
import io.caretaker.core.problem.Problem;
import io.caretaker.hosts.local.Starters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.jspecify.annotations.Nullable;

/// One run of one command on a host, from its start to its end or the deadline's.
///
/// The end of the program is the end of the run: a daemon that it leaves behind may hold the output
/// open for years.
final class RemoteRun {
    static final int KEPT_BYTES = 1024 * 1024;

    /// How long nothing must come, after the end, from output that somebody else still holds open.
    private static final long SILENCE_NANOS = 150_000_000;

    /// A connection on which a channel cannot be opened for so long is given up.
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final int MOST_TRIES = 20;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(150);

    private static final Duration ENDING = Duration.ofSeconds(3);

    private final Link link;
    private final ClientSession session;
    private final Sink output;
    private final Sink errors;
    private final boolean raised;
    private final long startedAt = System.nanoTime();

    private RemoteRun(Link link, ClientSession session, boolean raised, int limit) {
        this.link = link;
        this.session = session;
        this.raised = raised;
        this.output = new Sink(limit);
        this.errors = new Sink(limit);
    }

    /// What came of it, with the moment when the host began.
    ///
    /// @param openedNanos how long a question and its answer took on the wire
    record Ended(CommandResult result, long greetedAt, long openedNanos) {}

    static CommandResult of(
            Link link, RemoteLine way, Command command, byte @Nullable [] input, Deadline deadline)
            throws InterruptedException {
        return of(link, way, command, input, KEPT_BYTES, deadline).result;
    }

    static Ended of(
            Link link,
            RemoteLine way,
            Command command,
            byte @Nullable [] input,
            int limit,
            Deadline deadline)
            throws InterruptedException {
        String objection = RemoteLine.objection(command);
        if (objection != null) {
            return notBegun(objection);
        }
        try (Link.Use use = link.channel(deadline)) {
            boolean raised = command.sudo() || command.user() != null;
            var run = new RemoteRun(link, use.session(), raised, limit);
            return run.run(way.of(command), input, deadline);
        } catch (Problem e) {
            return notBegun(e.hint().isEmpty() ? e.message() : e.message() + " (" + e.hint() + ")");
        }
    }

    static Ended notBegun(String reason) {
        return new Ended(new NotStarted(reason), 0, 0);
    }

    private Ended run(String line, byte @Nullable [] input, Deadline deadline)
            throws InterruptedException {
        try (Channel channel = channel(deadline)) {
            long opened = System.nanoTime() - startedAt;
            channel.send(said(line, input));
            return new Ended(untilEnd(channel, deadline), output.greetedAt(), opened);
        } catch (IOException e) {
            if (System.nanoTime() - startedAt > PATIENCE.toNanos()) {
                link.suspect(session);
            }
            return notBegun(link.target() + " starts no command: " + Reasons.words(e));
        }
    }

    /// A busy host may take a while until it counts a session that was closed as over, and refuses
    /// a new one meanwhile. Nothing has begun then, so it may be asked again.
    private Channel channel(Deadline deadline) throws IOException, InterruptedException {
        for (int tried = 1; ; tried++) {
            try {
                return Channel.open(session, RemoteLine.LOGIN, output, errors, deadline);
            } catch (IOException e) {
                if (!refused(e) || tried == MOST_TRIES || deadline.expired()) {
                    throw e;
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private static boolean refused(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SshChannelOpenException) {
                return true;
            }
        }
        return false;
    }

    private static byte[] said(String line, byte @Nullable [] input) {
        byte[] first = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (input == null) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + input.length);
        System.arraycopy(input, 0, all, first.length, input.length);
        return all;
    }

    private CommandResult untilEnd(Channel channel, Deadline deadline) throws InterruptedException {
        try {
            if (!channel.awaitExit(deadline)) {
                return timedOut();
            }
            awaitOutput(channel, deadline);
        } catch (InterruptedException e) {
            Thread.ofVirtual().name("caretaker-ending").start(this::end);
            throw e;
        }
        Integer code = channel.exitCode();
        return code == null ? lost() : exited(code);
    }

    /// What the program said may come after the word of its end.
    private void awaitOutput(Channel channel, Deadline deadline) throws InterruptedException {
        long exitedAt = System.nanoTime();
        long left = SILENCE_NANOS;
        while (left > 0 && !deadline.expired() && !channel.awaitSilence(left)) {
            long silent = Math.min(output.silentNanos(), errors.silentNanos());
            left = SILENCE_NANOS - Math.min(silent, System.nanoTime() - exitedAt);
        }
    }

    private CommandResult exited(int code) {
        String said = errors.text();
        if (output.greeting() == null) {
            String all = (output.text() + said).strip();
            return new NotStarted(
                    link.target()
                            + " runs no commands: "
                            + (all.isEmpty() ? "exit code " + code : all));
        }
        return Starters.failed(code, said)
                ? new NotStarted(said.strip())
                : new Exited(
                        code, output.text(), said, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private CommandResult lost() {
        return new NotStarted(
                "the connection to "
                        + link.target()
                        + " was lost while the command ran; what became of it is not known");
    }

    private CommandResult timedOut() throws InterruptedException {
        Thread ending = Thread.ofVirtual().name("caretaker-ending").start(this::end);
        ending.join(Duration.ofSeconds(1));
        return new TimedOut(output.text(), errors.text());
    }

    /// Ends everything that belongs to the command's session on the host: first asks, then kills. A
    /// daemon has left for a session of its own and is spared.
    private void end() {
        String leader = output.greeting();
        if (leader == null || !leader.matches("\\d{1,10}") || !session.isOpen()) {
            return;
        }
        String kill = raised ? "sudo -n pkill" : "pkill";
        String line =
                kill
                        + " -TERM -s "
                        + leader
                        + ";sleep 0.1;"
                        + kill
                        + " -KILL -s "
                        + leader
                        + ";sleep 0.1;"
                        + kill
                        + " -KILL -s "
                        + leader;
        String script = link.target().root() ? line.replace("sudo -n ", "") : line;
        Deadline deadline = Deadline.after(ENDING, System::nanoTime);
        var nothing = OutputStream.nullOutputStream();
        try (Channel channel =
                Channel.open(session, RemoteLine.LOGIN, nothing, nothing, deadline)) {
            channel.send(said(script, null));
            var _ = channel.awaitExit(deadline);
        } catch (IOException | InterruptedException _) {
            // Its input and output are closed in any case.
        }
    }
}
