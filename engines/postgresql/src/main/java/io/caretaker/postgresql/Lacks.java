package io.caretaker.postgresql;

import io.caretaker.postgresql.Link.Identity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What cannot be seen of a server, and the statement that would show it. Pure.
///
/// Source: PostgreSQL manual, "Predefined Roles", "pg_stat_statements", "Run-time Statistics" (12
/// to 18).
final class Lacks {
    private static final String DENIED = "42501";
    private static final String TOO_LONG = "57014";
    private static final String LOCKED = "55P03";

    private Lacks() {}

    static List<String> of(Identity identity, Sample sample, @Nullable StatementFacts statements) {
        var lacks = new ArrayList<String>();
        if (sample.fact("sees_all") == 0) {
            lacks.add("what other sessions do is hidden from this account: " + grant(identity));
        }
        if (sample.fact("activities") == 0) {
            lacks.add(
                    "the server does not say what its sessions do: ALTER SYSTEM SET"
                            + " track_activities = on; SELECT pg_reload_conf()");
        }
        if (sample.fact("io_timing") == 0) {
            lacks.add(
                    "the time to read from disk is not measured: ALTER SYSTEM SET track_io_timing ="
                            + " on; SELECT pg_reload_conf()");
        }
        @Nullable String slow = statements == null ? null : statements(identity, statements);
        if (slow != null) {
            lacks.add(slow);
        }
        return lacks;
    }

    private static @Nullable String statements(Identity identity, StatementFacts facts) {
        boolean loaded = !Boolean.FALSE.equals(facts.loaded());
        if (loaded && facts.found() != null) {
            return null;
        }
        var steps = new ArrayList<String>();
        if (!Boolean.TRUE.equals(facts.loaded())) {
            steps.add(
                    "add pg_stat_statements to shared_preload_libraries in postgresql.conf and"
                            + " restart the server");
        }
        if (facts.found() == null) {
            steps.add(
                    "in database "
                            + identity.database()
                            + (facts.standby() ? " of the primary" : "")
                            + ": CREATE EXTENSION pg_stat_statements");
        }
        return "the times of statements and slow queries are not known: "
                + String.join(", then ", steps);
    }

    /// A reading that did not work.
    static String failed(Identity identity, String sees, SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return sees
                + ": "
                + switch (state) {
                    case DENIED -> "this account may not see that: " + grant(identity);
                    case TOO_LONG -> "the server took too long to tell; asked again later";
                    case LOCKED -> "a lock was in the way; asked again later";
                    default -> "the server answered with error " + state;
                };
    }

    private static String grant(Identity identity) {
        return "GRANT pg_monitor TO " + quoted(identity.account());
    }

    static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
