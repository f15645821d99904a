package io.caretaker.web.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The browsers that have logged in. A session ends 12 hours after its last request, 7 days after
/// its log-in, with its token, or when its person logs out; a restart of the daemon does not end
/// it. Thread-safe.
public final class Sessions implements AutoCloseable {
    private static final int MOST = 1_000;
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final SessionFile file;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Map<String, BrowserSession> all = new HashMap<>();
    private Instant written = Instant.MIN;

    Sessions(SessionFile file, Tokens tokens, InstantSource clock) {
        this.file = file;
        this.tokens = tokens;
        this.clock = clock;
        file.read().forEach(each -> all.put(each.hash(), each));
    }

    /// Begins a session of whoever has the token; its id, for the browser alone.
    public synchronized String begin(Token token) {
        Instant now = clock.instant();
        forgetOver(now);
        if (all.size() >= MOST) {
            all.values().stream()
                    .min(Comparator.comparing(BrowserSession::seen))
                    .ifPresent(oldest -> all.remove(oldest.hash()));
        }
        String id = Hashed.random();
        var session = new BrowserSession(Hashed.of(id), token.id(), now, now);
        all.put(session.hash(), session);
        write(now);
        return id;
    }

    /// The token of a session that is on; null when it is not.
    @Nullable Token of(String id) {
        String tokenId = seen(Hashed.of(id));
        Token token = tokenId == null ? null : tokens.current(tokenId);
        if (token != null) {
            tokens.used(token);
        }
        return token;
    }

    private synchronized @Nullable String seen(String hash) {
        BrowserSession session = all.get(hash);
        Instant now = clock.instant();
        if (session == null) {
            return null;
        }
        if (session.over(now)) {
            end(hash, now);
            return null;
        }
        all.put(hash, session.seenAt(now));
        if (!now.isBefore(written.plus(BETWEEN))) {
            write(now);
        }
        return session.tokenId();
    }

    /// What forms of the session carry, so that no other site can send them.
    static String csrf(String id) {
        return Hashed.of("form " + id);
    }

    /// Ends a session, if it is on.
    public synchronized void end(String id) {
        end(Hashed.of(id), clock.instant());
    }

    private void end(String hash, Instant now) {
        if (all.remove(hash) != null) {
            write(now);
        }
    }

    private void forgetOver(Instant now) {
        all.values().removeIf(each -> each.over(now));
    }

    private void write(Instant now) {
        written = now;
        file.write(all.values());
    }

    @Override
    public synchronized void close() {
        forgetOver(clock.instant());
        write(clock.instant());
    }
}
