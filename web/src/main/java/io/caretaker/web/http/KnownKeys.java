package io.caretaker.web.http;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of the requests that carried a key, for a day: in memory, and on disk before each is
/// carried out. Of many, the oldest that were answered are forgotten first, their answers before
/// themselves. Thread-safe.
final class KnownKeys {
    private static final Logger LOG = LoggerFactory.getLogger(KnownKeys.class);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final long LONGEST_FILE = 64L << 20;

    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final KeyJournal journal;
    private final InstantSource clock;
    private final int most;
    private final long mostBytes;
    private final long longestFile;
    private boolean opened;
    private long bytes;

    /// @param state the state directory
    KnownKeys(Path state, InstantSource clock) {
        this(state, clock, MOST, MOST_BYTES, LONGEST_FILE);
    }

    /// @param most keys, but for those whose outcome is unknown
    /// @param mostBytes of all answers together
    /// @param longestFile in bytes; one that is longer is written anew
    KnownKeys(Path state, InstantSource clock, int most, long mostBytes, long longestFile) {
        this.journal = new KeyJournal(state);
        this.clock = clock;
        this.most = most;
        this.mostBytes = mostBytes;
        this.longestFile = longestFile;
    }

    /// Where a request stands.
    enum Stage {
        /// It is being carried out.
        RUNNING,
        /// It was begun, and nobody knows what came of it.
        UNKNOWN,
        /// It was answered.
        DONE
    }

    /// What is known of a request.
    ///
    /// @param asked the hash of the request
    /// @param status of the answer; 0 before
    /// @param answer null before, and when it is kept no longer
    record Kept(
            String asked, Instant since, Stage stage, int status, Answer.@Nullable Whole answer) {
        static Kept begun(String asked, Instant since, Stage stage) {
            return new Kept(asked, since, stage, 0, null);
        }

        Kept done(int newStatus, Answer.@Nullable Whole newAnswer) {
            return new Kept(asked, since, Stage.DONE, newStatus, newAnswer);
        }

        int size() {
            return answer == null ? 0 : answer.body().length;
        }
    }

    /// Notes on disk that a request is about to be carried out, unless it is known.
    ///
    /// @param again whether one of an unknown outcome may be carried out again
    /// @return what is known of it; null when it is to be carried out
    /// @throws Problem `STORE_UNWRITABLE` when that cannot be noted
    synchronized @Nullable Kept begin(String name, String asked, boolean again) {
        open();
        forgetOld();
        Kept known = kept.get(name);
        if (known != null
                && !(again && known.stage() == Stage.UNKNOWN && known.asked().equals(asked))) {
            return known;
        }
        Instant now = clock.instant();
        // Known before it is written down: whatever writes the file anew writes it, too.
        kept.remove(name);
        kept.put(name, Kept.begun(asked, now, Stage.RUNNING));
        boolean written = false;
        try {
            write(new KeyLine.Begun(name, asked, now));
            written = true;
            return null;
        } finally {
            if (!written) {
                takeBack(name, known);
            }
        }
    }

    private void takeBack(String name, @Nullable Kept before) {
        kept.remove(name);
        if (before != null) {
            kept.put(name, before);
        }
    }

    private void write(KeyLine.Begun begun) {
        try {
            append(begun, true);
        } catch (IOException e) {
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "nothing was done: the key of the request cannot be written down in "
                            + journal.file()
                            + ": "
                            + e.getMessage(),
                    "make room, or give caretaker's user its rights; without a key it is not"
                            + " needed",
                    e);
        }
    }

    /// The request was answered so.
    synchronized void done(String name, Answer.Whole answer) {
        Kept known = kept.get(name);
        if (known == null) {
            return;
        }
        Kept done = known.done(answer.status(), answer);
        kept.put(name, done);
        bytes += done.size();
        note(new KeyLine.Done(name, answer.status(), answer));
        forgetOld();
    }

    /// It was not carried out, and may be sent again.
    synchronized void undone(String name) {
        kept.remove(name);
        note(new KeyLine.Undone(name));
    }

    /// Nobody knows whether it was carried out.
    synchronized void unknown(String name) {
        kept.computeIfPresent(
                name, (_, known) -> Kept.begun(known.asked(), known.since(), Stage.UNKNOWN));
    }

    /// Without it a restart takes the outcome for unknown, which is safe.
    private void note(KeyLine line) {
        try {
            append(line, false);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e)
                    .log("the answer to a request with a key could not be written down");
        }
    }

    private void append(KeyLine line, boolean durably) throws IOException {
        if (journal.append(line, durably) > longestFile) {
            journal.rewrite(lines());
        }
    }

    /// What an earlier run had not answered has an unknown outcome.
    private void open() {
        if (opened) {
            return;
        }
        try {
            journal.read().forEach(this::take);
            forgetOld();
            journal.rewrite(lines());
            opened = true;
        } catch (IOException e) {
            kept.clear();
            bytes = 0;
            throw new Problem(
                    ProblemCode.STORE_UNWRITABLE,
                    "nothing was done: the keys of requests cannot be read and written in "
                            + journal.file()
                            + ": "
                            + e.getMessage(),
                    "make room, or give caretaker's user its rights",
                    e);
        }
    }

    private void take(KeyLine line) {
        switch (line) {
            case KeyLine.Begun begun -> {
                drop(begun.name());
                kept.put(begun.name(), Kept.begun(begun.asked(), begun.at(), Stage.UNKNOWN));
            }
            case KeyLine.Done done -> {
                Kept known = kept.get(done.name());
                if (known != null) {
                    Kept answered = known.done(done.status(), done.answer());
                    kept.put(done.name(), answered);
                    bytes += answered.size() - known.size();
                }
            }
            case KeyLine.Undone undone -> drop(undone.name());
        }
    }

    private void drop(String name) {
        Kept known = kept.remove(name);
        bytes -= known == null ? 0 : known.size();
    }

    private List<KeyLine> lines() {
        var lines = new ArrayList<KeyLine>();
        kept.forEach((name, each) -> {
            lines.add(new KeyLine.Begun(name, each.asked(), each.since()));
            if (each.stage() == Stage.DONE) {
                lines.add(new KeyLine.Done(name, each.status(), each.answer()));
            }
        });
        return lines;
    }

    /// The oldest are in front; what is being carried out stays.
    private void forgetOld() {
        Instant now = clock.instant();
        Iterator<Map.Entry<String, Kept>> all = kept.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Kept> entry = all.next();
            Kept each = entry.getValue();
            boolean over = Duration.between(each.since(), now).abs().compareTo(KEPT) > 0;
            if (!over && kept.size() <= most && bytes <= mostBytes) {
                return;
            }
            if (each.stage() == Stage.RUNNING) {
                continue;
            }
            if (over || (kept.size() > most && each.stage() == Stage.DONE)) {
                bytes -= each.size();
                all.remove();
            } else if (bytes > mostBytes && each.size() > 0) {
                bytes -= each.size();
                entry.setValue(each.done(each.status(), null));
            }
        }
    }
}
