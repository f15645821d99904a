package io.caretaker.server.heal;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.server.keep.Durable;
import io.caretaker.server.keep.JsonLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Asks the daemon of the state directory, which runs in another process, by its [QuestionBox].
/// Thread-safe.
public final class AskedDaemon implements Deliberator {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration TAKEN = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final Deliberator known;
    private final Runnable written;

    /// @param directory of the daemon's questions
    /// @param known who says what is known when nobody needs to look, and when the daemon takes no
    ///   question
    /// @param written called when a question is on disk, to see to it that the daemon can read it
    public AskedDaemon(Path directory, Deliberator known, Runnable written) {
        this.directory = directory;
        this.known = known;
        this.written = written;
    }

    @Override
    public Deliberation outlook(Service service, RecoveryTrigger trigger) {
        return known.outlook(service, trigger);
    }

    @Override
    public Deliberation look(Service service, RecoveryTrigger trigger, boolean approved)
            throws InterruptedException {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path asked = directory.resolve(id + QuestionBox.ASKED);
        Path answered = directory.resolve(id + QuestionBox.ANSWERED);
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Durable.write(asked, JsonLine.write(QuestionBox.question(service, trigger, approved)));
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the daemon cannot be asked: " + directory + " cannot be written",
                    "run this as caretaker's user or as root",
                    e);
        }
        written.run();
        String answer = awaited(asked, answered);
        return answer == null ? known.look(service, trigger, approved) : QuestionBox.read(answer);
    }

    /// Null when the daemon does not take questions.
    private static @Nullable String awaited(Path asked, Path answered) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            while (System.nanoTime() - begin < LIMIT.toNanos()) {
                try {
                    return Files.readString(answered);
                } catch (NoSuchFileException _) {
                    if (System.nanoTime() - begin > TAKEN.toNanos() && Files.exists(asked)) {
                        return null;
                    }
                    Thread.sleep(LOOK);
                }
            }
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the daemon's answer cannot be read: " + e.getMessage(),
                    "run this as caretaker's user or as root",
                    e);
        } finally {
            asked.toFile().delete();
            answered.toFile().delete();
        }
        throw new Problem(
                ProblemCode.FAILED,
                "the daemon has not answered within " + LIMIT.toSeconds() + " s",
                "`caretaker logs` may say why");
    }
}
