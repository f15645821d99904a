package io.caretaker.core.lockdown;

/// How far one database, or one account, lets connections in.
///
/// @param id what stays when it is renamed (PostgreSQL: the oid)
/// @param limit how many connections at once; a negative number for no limit
/// @param allowed whether any are let in at all; accounts that may log in have true
public record Restriction(Kind kind, String id, String name, int limit, boolean allowed) {
    /// What is restricted.
    public enum Kind {
        DATABASE("database"),
        ROLE("role");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// As people and documents have it.
        public String word() {
            return word;
        }
    }

    /// The same thing while it is locked down.
    public Restriction lockedDown() {
        return new Restriction(kind, id, name, 0, kind == Kind.ROLE);
    }

    /// Whether it lets in as many as the other says.
    public boolean same(Restriction other) {
        return limit == other.limit && allowed == other.allowed;
    }

    /// Whether it is the same thing, whatever its name is by now.
    public boolean of(Restriction other) {
        return kind == other.kind && id.equals(other.id);
    }

    /// `database app`.
    public String label() {
        return kind.word + " " + name;
    }

    /// `connection limit 0, connections not allowed`.
    public String words() {
        String number = limit < 0 ? "no connection limit" : "connection limit " + limit;
        return allowed ? number : number + ", connections not allowed";
    }
}
