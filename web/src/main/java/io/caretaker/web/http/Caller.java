package io.caretaker.web.http;

/// Who sent a request.
///
/// @param name as the audit log has it, such as `token:anna` or `local:root`
/// @param csrf what forms of this caller carry, so that no other site can send them; empty for
///   callers without a browser
public record Caller(String name, Access access, Origin origin, String csrf) {
    /// Somebody of whom nothing is known.
    public static final Caller NOBODY = new Caller("", Access.OPEN, Origin.NONE, "");

    /// How a caller was recognised.
    public enum Origin {
        NONE,
        /// From this machine, without a token.
        LOCAL,
        /// By the token of the request's `Authorization`.
        TOKEN,
        /// By the cookie of a browser that has logged in.
        SESSION
    }
}
