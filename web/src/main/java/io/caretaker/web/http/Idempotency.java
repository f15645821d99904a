package io.caretaker.web.http;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.problem.Problem;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets a request that carries a key be sent again without being carried out again: the same caller
/// with the same key gets the first answer once more, for a day and as far as the memory for it
/// reaches. Thread-safe.
public final class Idempotency {
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 16L << 20;

    private final Map<Name, Kept> kept = new LinkedHashMap<>();
    private final Ticker ticker;
    private long bytes;

    public Idempotency(Ticker ticker) {
        this.ticker = ticker;
    }

    private record Name(String caller, String key) {}

    /// @param answer null as long as the request is being carried out
    private record Kept(String request, long since, Answer.@Nullable Whole answer) {
        int size() {
            return answer == null ? 0 : answer.body().length;
        }
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
                        "any text of your own; sent again with it, the request is not carried"
                                + " out again but answered as the first time")
                .maySend(AnswerHeader.IDEMPOTENCY_REPLAYED);
    }

    /// The same handler, which carries a request with a key out only once.
    public Handler over(Handler handler) {
        return request -> {
            String key = key(request).orElse(null);
            return key == null
                    ? handler.answer(request)
                    : once(new Name(request.caller().name(), key), request, handler);
        };
    }

    private Answer once(Name name, Request request, Handler handler) throws InterruptedException {
        String asked = fingerprint(request);
        Answer.Whole known = begin(name, asked);
        if (known != null) {
            return known.with(AnswerHeader.IDEMPOTENCY_REPLAYED, "true");
        }
        Answer.Whole answer = null;
        try {
            answer = answered(request, handler);
        } finally {
            end(name, asked, answer != null && answer.status() < 500 ? answer : null);
        }
        return answer;
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

    private static String fingerprint(Request request) {
        return request.method() + " " + request.address() + " " + Answer.tag(request.body());
    }

    private synchronized Answer.@Nullable Whole begin(Name name, String asked) {
        forgetOld();
        Kept known = kept.get(name);
        if (known == null) {
            kept.put(name, new Kept(asked, ticker.nanos(), null));
            return null;
        }
        if (!known.request().equals(asked)) {
            throw new Refusal(
                    422,
                    "another request was sent with this " + HEADER,
                    "each request needs a key of its own");
        }
        if (known.answer() == null) {
            throw new Refusal(
                    409, "the first request with this " + HEADER + " is not done yet", "wait");
        }
        return known.answer();
    }

    private synchronized void end(Name name, String asked, Answer.@Nullable Whole answer) {
        if (answer == null) {
            kept.remove(name);
            return;
        }
        var done = new Kept(asked, ticker.nanos(), answer);
        kept.put(name, done);
        bytes += done.size();
        forgetOld();
    }

    /// The oldest are in front; what is being carried out stays.
    private void forgetOld() {
        long now = ticker.nanos();
        Iterator<Kept> all = kept.values().iterator();
        while (all.hasNext()) {
            Kept each = all.next();
            boolean over = now - each.since() > KEPT.toNanos();
            if (!over && kept.size() <= MOST && bytes <= MOST_BYTES) {
                return;
            }
            if (each.answer() != null) {
                bytes -= each.size();
                all.remove();
            }
        }
    }
}
