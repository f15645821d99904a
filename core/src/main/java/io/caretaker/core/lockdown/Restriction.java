package io.caretaker.core.lockdown;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How far one thing of a server lets clients in or lets them work.
///
/// @param id what stays when it is renamed (PostgreSQL: the oid)
/// @param limit how many connections at once; a negative number for no limit, and where only
///   `allowed` is set
/// @param allowed whether any are let in at all; roles that may log in have true
/// @param memo what else a lockdown takes from it, in the engine's own exact words, to be given
///   back as it was (MongoDB: the account's roles); null where there is nothing
public record Restriction(
        Kind kind, String id, String name, int limit, boolean allowed, @Nullable String memo) {
    /// What is restricted. The order is that in which a lockdown goes about it: what refuses
    /// everybody at once comes first.
    public enum Kind {
        /// A database that takes no connections.
        DATABASE("database", "refuse connections to"),
        /// The writing of all clients of the server.
        WRITES("writes", "refuse"),
        /// A role that may have no connection (PostgreSQL).
        ROLE("role", "refuse connections of"),
        /// An account that is locked, or has its rights taken.
        ACCOUNT("account", "shut out");

        private final String word;
        private final String doing;

        Kind(String word, String doing) {
            this.word = word;
            this.doing = doing;
        }

        /// As people and documents have it.
        public String word() {
            return word;
        }

        /// What a lockdown does with several of them, without their names: `refuse connections to
        /// databases`.
        public String doing(int count) {
            return doing + " " + word + (count == 1 || this == WRITES ? "" : "s");
        }
    }

    public Restriction(Kind kind, String id, String name, int limit, boolean allowed) {
        this(kind, id, name, limit, allowed, null);
    }

    /// The same thing while it is locked down.
    public Restriction lockedDown() {
        return switch (kind) {
            case DATABASE -> new Restriction(kind, id, name, 0, false, memo);
            case ROLE -> new Restriction(kind, id, name, 0, true, memo);
            case WRITES, ACCOUNT -> new Restriction(kind, id, name, limit, false, memo);
        };
    }

    /// Whether it lets in as many as the other says, to do as much.
    public boolean same(Restriction other) {
        return limit == other.limit
                && allowed == other.allowed
                && (!allowed || Objects.equals(memo, other.memo));
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
        return switch (kind) {
            case DATABASE, ROLE -> {
                String number = limit < 0 ? "no connection limit" : "connection limit " + limit;
                yield allowed ? number : number + ", connections not allowed";
            }
            case WRITES -> allowed ? "allowed" : "refused";
            case ACCOUNT -> {
                if (!allowed) {
                    yield "shut out";
                }
                yield memo == null ? "open" : "open with " + memo;
            }
        };
    }
}
