package io.caretaker.web.access;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.Access;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes, lists and revokes tokens, and writes down who did. Works while the store is away.
public final class TokenDesk {
    private final TokenFile file;
    private final Path state;
    private final Supplier<AuditLog> audit;
    private final InstantSource clock;
    private final Consumer<Problem> unaudited;

    /// @param state the state directory
    /// @param unaudited told when what was done could not be written to the audit log
    public TokenDesk(
            Path state,
            Supplier<AuditLog> audit,
            InstantSource clock,
            Consumer<Problem> unaudited) {
        this.file = new TokenFile(state);
        this.state = state;
        this.audit = audit;
        this.clock = clock;
        this.unaudited = unaudited;
    }

    /// Makes a token. Its text is in the answer, and nowhere else.
    ///
    /// @param expires null for never
    /// @throws Problem `INVALID` when the name is none or the time is over, `DUPLICATE` when there
    ///   is a token of that name
    public Token.Made create(String name, Access role, @Nullable Instant expires, String actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Token.Made made;
        try {
            made = Token.make(name, role, now, expires);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage()), "", e);
        }
        file.change(all -> with(all, made.token(), now));
        String until = expires == null ? "" : ", expires " + expires;
        write("token.create", made.token(), "role " + role.word() + until, actor);
        return made;
    }

    /// One that has expired gives its name away.
    private static List<Token> with(List<Token> all, Token token, Instant now) {
        var more = new ArrayList<>(all);
        more.removeIf(each -> each.name().equals(token.name()) && each.expired(now));
        if (more.stream().anyMatch(each -> each.name().equals(token.name()))) {
            throw new Problem(
                    ProblemCode.DUPLICATE,
                    "there is a token " + token.name(),
                    "choose another name, or revoke it first");
        }
        more.add(token);
        return more;
    }

    /// Revokes a token; the sessions of browsers that came with it end.
    ///
    /// @param nameOrId a name goes before an id
    /// @throws Problem `NOT_FOUND`
    public Token revoke(String nameOrId, String actor) {
        var found = new AtomicReference<Token>();
        file.change(all -> {
            Token token = find(all, nameOrId);
            found.set(token);
            return all.stream().filter(each -> !each.equals(token)).toList();
        });
        Token revoked = found.get();
        write("token.revoke", revoked, "revoked", actor);
        return revoked;
    }

    private static Token find(List<Token> all, String nameOrId) {
        return all.stream()
                .filter(each -> each.name().equals(nameOrId))
                .findFirst()
                .or(() -> all.stream().filter(each -> each.id().equals(nameOrId)).findFirst())
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND,
                                "there is no token " + nameOrId,
                                "`caretaker token list` shows them"));
    }

    /// A token and when it was last used; null when it never was, or that is not known.
    public record Listed(Token token, @Nullable Instant lastUsed) {}

    /// All tokens in the order in which they were made.
    public List<Listed> list() {
        var uses = new LastUses(state);
        return file.read().stream().map(each -> new Listed(each, uses.of(each))).toList();
    }

    /// A token as a document, without what is kept of its text.
    public static Map<String, @Nullable Object> document(
            Token token, @Nullable Instant lastUsed, Instant now) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("token_id", token.id());
        document.put("name", token.name());
        document.put("role", token.role().word());
        document.put("created_at", token.created());
        document.put("expires_at", token.expires());
        document.put("expired", token.expired(now));
        document.put("last_used_at", lastUsed);
        return document;
    }

    private void write(String action, Token token, String message, String actor) {
        try {
            audit.get()
                    .append(
                            new AuditEntry(
                                    clock.instant(),
                                    actor,
                                    action,
                                    token.name(),
                                    true,
                                    message,
                                    null,
                                    Map.of("token_id", token.id())));
        } catch (Problem problem) {
            unaudited.accept(problem);
        }
    }
}
