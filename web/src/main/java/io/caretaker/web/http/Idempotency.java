package io.caretaker.web.http;

import io.caretaker.core.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// Lets a request that carries a key be sent again without being carried out again: the same caller
/// with the same key gets the first answer once more, for a day, also from a daemon that was
/// started anew. Thread-safe.
///
/// The key is on disk before the request is carried out, its answer before it is sent. When the
/// daemon is killed between the two, nobody knows what came of the request: sent again it is
/// refused, and its sender told where to look.
public final class Idempotency {
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String OWN_KEY = "each request needs a key of its own";

    private final KnownKeys known;

    /// @param state the state directory, where keys are kept
    public Idempotency(Path state, InstantSource clock) {
        this.known = new KnownKeys(state, clock);
    }

    /// The key that a request carries.
    ///
    /// @throws Refusal 400 when it is none
    public static Optional<String> key(Request request) {
        Optional<String> key = request.header(HEADER);
        if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
            throw new Refusal(
                    400, HEADER + " must be 1 to 255 visible characters of ASCII", "a UUID is one");
        }
        return key;
    }

    /// What the description says of an operation that is carried out over this.
    public static Operation described(Operation operation) {
        return operation
                .header(
                        HEADER,
                        "any text of your own; sent again with it within a day, the request"
                                + " is not carried out again but answered as the first time,"
                                + " also after a restart of the daemon; 409 when it is not"
                                + " known what came of it")
                .maySend(AnswerHeader.IDEMPOTENCY_REPLAYED);
    }

    /// The same handler, which carries a request with a key out only once.
    ///
    /// @param again whether one of an unknown outcome may be handled again, as [Repeatable]s may
    public Handler over(Handler handler, boolean again) {
        return request -> {
            String key = key(request).orElse(null);
            return key == null ? handler.answer(request) : once(key, request, handler, again);
        };
    }

    private Answer once(String key, Request request, Handler handler, boolean again)
            throws InterruptedException {
        String name = hash(request.caller().name() + '\n' + key);
        String asked = asked(key, request);
        KnownKeys.Kept kept = known.begin(name, asked, again);
        if (kept != null) {
            return again(kept, asked);
        }
        boolean told = false;
        try {
            Answer.Whole answer = answered(request, handler);
            // What says so was not carried out: the same may be sent again.
            if (answer.status() == 503) {
                known.undone(name);
            } else {
                known.done(name, answer);
            }
            told = true;
            return answer;
        } finally {
            if (!told) {
                known.unknown(name);
            }
        }
    }

    private static Answer again(KnownKeys.Kept kept, String asked) {
        if (!kept.asked().equals(asked)) {
            throw new Refusal(422, "another request was sent with this " + HEADER, OWN_KEY);
        }
        return switch (kept.stage()) {
            case RUNNING ->
                    throw new Refusal(
                            409,
                            "the first request with this " + HEADER + " is not done yet",
                            "wait");
            case UNKNOWN ->
                    throw new Refusal(
                            409,
                            "the outcome of the first request with this "
                                    + HEADER
                                    + " is unknown: caretaker ended, or met a defect, before it had"
                                    + " answered",
                            where(kept.since()));
            case DONE -> {
                Answer.Whole answer = kept.answer();
                if (answer == null) {
                    throw new Refusal(
                            409,
                            "the first request with this "
                                    + HEADER
                                    + " was answered with "
                                    + kept.status()
                                    + ", and the answer is kept no longer",
                            where(kept.since()));
                }
                yield answer.with(AnswerHeader.IDEMPOTENCY_REPLAYED, "true");
            }
        };
    }

    private static String where(Instant since) {
        return "look at what it was to change, and at /api/v1/audit for what was done at "
                + since.truncatedTo(ChronoUnit.SECONDS)
                + "; if it was not carried out, send it with another key";
    }

    /// Also what a handler refuses is an answer.
    private static Answer.Whole answered(Request request, Handler handler)
            throws InterruptedException {
        try {
            return handler.answer(request) instanceof Answer.Whole whole
                    ? whole
                    : failed("a stream cannot be kept");
        } catch (Refusal refusal) {
            return ProblemAnswer.of(refusal).json();
        } catch (Problem problem) {
            ProblemAnswer answer = ProblemAnswer.of(problem);
            if (answer.status() == 500) {
                throw problem;
            }
            return answer.json();
        }
    }

    private static Answer.Whole failed(String why) {
        throw new IllegalStateException(why);
    }

    /// With the key, so that nobody can guess from the disk what was sent.
    private static String asked(String key, Request request) {
        return hash(
                key
                        + '\n'
                        + request.method()
                        + ' '
                        + request.address()
                        + '\n'
                        + Answer.tag(request.body()));
    }

    private static String hash(String text) {
        return Answer.tag(text.getBytes(StandardCharsets.UTF_8)).replace("\"", "");
    }
}
