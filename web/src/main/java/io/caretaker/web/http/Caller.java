package io.caretaker.web.http;

/// Who sent a request.
///
/// @param name such as `token:anna` or `local:root`
/// @param csrf what forms of this caller carry, so that no other site can send them; empty for
///   callers without a browser
/// @param address of whoever came with a token; empty for callers from this machine
public record Caller(String name, Access access, Origin origin, String csrf, String address) {
    /// Somebody of whom nothing is known.
    public static final Caller NOBODY = new Caller("", Access.OPEN, Origin.NONE, "", "");

    /// From no address that matters.
    public Caller(String name, Access access, Origin origin, String csrf) {
        this(name, access, origin, csrf, "");
    }

    /// As the audit log has it: `local:root`, `token:anna@10.0.0.7`.
    public String actor() {
        return address.isEmpty() ? name : name + "@" + address;
    }

    /// Whether the caller may do what operators do.
    public boolean operator() {
        return access.includes(Access.OPERATOR);
    }

    /// Whether the caller may do what admins do.
    public boolean admin() {
        return access.includes(Access.ADMIN);
    }

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

    /// Shows nothing that forms carry.
    @Override
    public String toString() {
        return actor() + " (" + access.word() + ")";
    }
}
