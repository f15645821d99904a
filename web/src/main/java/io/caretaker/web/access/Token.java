package io.caretaker.web.access;

import io.caretaker.web.http.Access;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What lets a person or program pass. The token itself is not kept.
///
/// @param id unique, never used again
/// @param name unique among those that are there
/// @param hash SHA-256 of the token, hexadecimal
/// @param expires from when on it is worth nothing; null for never
public record Token(
        String id,
        String name,
        Access role,
        String hash,
        Instant created,
        @Nullable Instant expires) {
    /// How each token begins, so that people and programs that look for secrets know it.
    public static final String PREFIX = "ct_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");

    public Token {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a token is 8 hexadecimal digits");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a token is 1 to 64 letters, digits, dots, dashes and underscores");
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("the hash of a token is 64 hexadecimal digits");
        }
        if (role == Access.OPEN) {
            throw new IllegalArgumentException("the role of a token is viewer, operator or admin");
        }
    }

    /// A new token, with the text that its owner is told once.
    public record Made(Token token, String secret) {
        /// Shows no secret.
        @Override
        public String toString() {
            return "token " + token.name();
        }
    }

    /// Makes one.
    ///
    /// @throws IllegalArgumentException when the name is none
    public static Made make(String name, Access role, Instant now, @Nullable Instant expires) {
        String secret = PREFIX + Hashed.random();
        return new Made(
                new Token(Hashed.id(), name, role, Hashed.of(secret), now, expires), secret);
    }

    /// Whether it is worth nothing any more.
    public boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /// Whoever has it, for the audit log.
    public String actor() {
        return "token:" + name;
    }

    /// Shows no hash.
    @Override
    public String toString() {
        return "token " + name + " (" + id + ", " + role.word() + ")";
    }
}
