package io.caretaker.web.access;

import io.caretaker.core.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens that are worth something now. A change of their file is seen with the next question.
/// Thread-safe.
public final class Tokens implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    private final TokenFile file;
    private final LastUses uses;
    private final InstantSource clock;
    private TokenFile.@Nullable Version version;
    private List<Token> all = List.of();
    private @Nullable Problem problem;

    public Tokens(TokenFile file, LastUses uses, InstantSource clock) {
        this.file = file;
        this.uses = uses;
        this.clock = clock;
    }

    /// The token that somebody shows; null when there is none like it, or no more.
    public @Nullable Token shown(String secret) {
        String hash = Hashed.of(secret);
        Instant now = clock.instant();
        Token found = null;
        // All are compared, so that the time does not tell which it is.
        for (Token each : newest()) {
            if (Hashed.same(each.hash(), hash) && !each.expired(now)) {
                found = each;
            }
        }
        if (found != null) {
            used(found);
        }
        return found;
    }

    /// The token with that id; null when it was revoked or has expired.
    @Nullable Token current(String id) {
        Instant now = clock.instant();
        return newest().stream()
                .filter(each -> each.id().equals(id) && !each.expired(now))
                .findFirst()
                .orElse(null);
    }

    void used(Token token) {
        uses.used(token, ids(), clock.instant());
    }

    private synchronized Set<String> ids() {
        return all.stream().map(Token::id).collect(Collectors.toSet());
    }

    /// Whether there are any, usable or not.
    public boolean any() {
        return !newest().isEmpty();
    }

    /// Why no token is worth anything just now; null when that is not so.
    public synchronized @Nullable Problem problem() {
        newest();
        return problem;
    }

    private synchronized List<Token> newest() {
        TokenFile.Version there = file.version();
        if (!there.equals(version)) {
            version = there;
            read();
        }
        return all;
    }

    private void read() {
        try {
            all = file.read();
            problem = null;
        } catch (Problem found) {
            all = List.of();
            problem = found;
            LOG.atError()
                    .addKeyValue("problem", found.message())
                    .addKeyValue("hint", found.hint())
                    .log("no token lets anybody in");
        }
    }

    @Override
    public void close() {
        uses.close();
    }
}
