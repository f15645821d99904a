package io.caretaker.web.access;

import io.caretaker.core.document.JsonText;
import io.caretaker.server.keep.Durable;
import io.caretaker.server.keep.JsonLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// When tokens were last used. Written beside the tokens, by the daemon alone: the first use of a
/// token at once, others at most once a minute; what is lost is only this. Thread-safe.
public final class LastUses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Path file;
    private final Map<String, Instant> uses;
    private Instant written = Instant.MIN;
    private boolean dirty;

    /// @param state the state directory
    public LastUses(Path state) {
        this.file = state.resolve("access").resolve("used.json");
        this.uses = new TreeMap<>(read(file));
    }

    private static Map<String, Instant> read(Path file) {
        var uses = new TreeMap<String, Instant>();
        try {
            JsonLine.read(Files.readString(file))
                    .forEach((id, time) -> uses.put(id, Instant.parse(String.valueOf(time))));
        } catch (IOException | IllegalArgumentException | DateTimeException _) {
            return Map.of();
        }
        return uses;
    }

    /// When the token was last used; null when that is not known.
    public synchronized @Nullable Instant of(Token token) {
        return uses.get(token.id());
    }

    /// Somebody came with the token.
    ///
    /// @param known the ids of all tokens; others are forgotten
    synchronized void used(Token token, Set<String> known, Instant now) {
        boolean first = uses.put(token.id(), now) == null;
        uses.keySet().retainAll(known);
        dirty = true;
        if (first || !now.isBefore(written.plus(BETWEEN))) {
            write(now);
        }
    }

    private void write(Instant now) {
        written = now;
        dirty = false;
        try {
            TokenFile.ownDirectory(file);
            Durable.write(file, JsonText.of(uses) + "\n");
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e)
                    .log("when tokens were last used could not be written down");
        }
    }

    @Override
    public synchronized void close() {
        if (dirty) {
            write(written);
        }
    }
}
