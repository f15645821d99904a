package io.caretaker.server.heal;

import io.caretaker.core.document.DeliberationDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.server.keep.Durable;
import io.caretaker.server.keep.JsonLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what the command line asks about recoveries: a file for each question, and one for its
/// answer, in a directory of the daemon's state. A question changes nothing, so that one that is
/// lost may be asked again. Thread-safe.
public final class QuestionBox {
    static final String ASKED = ".asked";
    static final String ANSWERED = ".answered";

    private static final Logger LOG = LoggerFactory.getLogger(QuestionBox.class);
    private static final Duration KEPT = Duration.ofMinutes(2);

    private final Path directory;
    private final Deliberator deliberator;
    private final Supplier<Inventory> inventory;
    private final InstantSource clock;

    /// @param directory need not be there
    public QuestionBox(
            Path directory,
            Deliberator deliberator,
            Supplier<Inventory> inventory,
            InstantSource clock) {
        this.directory = directory;
        this.deliberator = deliberator;
        this.inventory = inventory;
        this.clock = clock;
    }

    /// Takes what was asked; each answer is made on a thread of its own. Called every second.
    public void turn() {
        try (Stream<Path> files = Files.list(directory)) {
            files.toList().forEach(this::turn);
        } catch (NoSuchFileException | NotDirectoryException _) {
            // Nobody has asked anything yet.
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("problem", e).log("questions to the daemon cannot be read");
        }
    }

    /// One that cannot be read keeps nobody else waiting.
    private void turn(Path file) {
        try {
            if (old(file)) {
                Files.deleteIfExists(file);
            } else if (file.toString().endsWith(ASKED)) {
                take(file);
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("problem", e).log("a question to the daemon cannot be read");
        }
    }

    private boolean old(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(clock.instant().minus(KEPT));
        } catch (IOException _) {
            return false;
        }
    }

    private void take(Path file) throws IOException {
        String asked = Files.readString(file);
        Files.deleteIfExists(file);
        String name = Objects.requireNonNull(file.getFileName()).toString();
        Path answer = directory.resolve(name.replace(ASKED, ANSWERED));
        Thread.ofVirtual().name("caretaker-question").start(() -> answer(asked, answer));
    }

    private void answer(String asked, Path file) {
        try {
            Durable.write(file, JsonLine.write(answer(asked)));
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("problem", e).log("a question could not be answered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, @Nullable Object> answer(String asked) throws InterruptedException {
        try {
            Fields fields = Fields.lenient(JsonLine.read(asked));
            ServiceId id = fields.parsed("service", ServiceId::new, new ServiceId("unknown"));
            Service service =
                    inventory
                            .get()
                            .service(id)
                            .orElseThrow(() ->
                                    new Problem(
                                            ProblemCode.NOT_FOUND,
                                            "service '" + id + "' is not watched yet",
                                            "the daemon takes it over within a second"));
            Deliberation found =
                    deliberator.look(
                            service,
                            fields.word("trigger", RecoveryTrigger.class),
                            fields.bool("approved", false));
            return DeliberationDocument.of(found);
        } catch (Problem problem) {
            return problem(problem);
        } catch (IllegalArgumentException _) {
            return problem(new Problem(ProblemCode.INVALID, "the question cannot be read", ""));
        }
    }

    private static Map<String, @Nullable Object> problem(Problem problem) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("problem", problem.code().name());
        document.put("message", problem.message());
        document.put("hint", problem.hint());
        return document;
    }

    /// A question as [#turn] takes it.
    static Map<String, @Nullable Object> question(
            Service service, RecoveryTrigger trigger, boolean approved) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service", service.id().value());
        document.put("trigger", trigger.name().toLowerCase(Locale.ROOT));
        document.put("approved", approved);
        return document;
    }

    /// What was answered.
    ///
    /// @throws Problem what the daemon met
    static Deliberation read(String answer) {
        Map<String, @Nullable Object> document = JsonLine.read(answer);
        Fields fields = Fields.lenient(document);
        if (fields.has("problem")) {
            throw new Problem(
                    ProblemCode.valueOf(fields.text("problem")),
                    fields.text("message"),
                    fields.text("hint", ""));
        }
        Deliberation read = DeliberationDocument.read(fields);
        if (!fields.problems().isEmpty()) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "the daemon's answer cannot be read: " + fields.problems().getFirst(),
                    "is it of another version? `caretaker restart` starts this one");
        }
        return read;
    }
}
