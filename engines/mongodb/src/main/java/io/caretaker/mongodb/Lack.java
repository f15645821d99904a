package io.caretaker.mongodb;

import io.caretaker.core.health.DatabaseTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that could not be read of a server, and why. Immutable.
///
/// @param sees what is not known without it, as a person would say it
/// @param code the server's
record Lack(String sees, Reason reason, int code) {

    enum Reason {
        DENIED,
        TOO_SLOW,
        /// The member gave up or took up its role meanwhile, or is recovering.
        ROLE_CHANGED,
        OTHER
    }

    /// Whether it may well be there with the next look.
    boolean passing() {
        return reason != Reason.DENIED;
    }

    /// For people: all that one role would show together, each other thing alone.
    static List<String> notes(Collection<Lack> lacks, DatabaseTarget target) {
        var notes = new ArrayList<String>();
        List<String> denied =
                lacks.stream().filter(each -> !each.passing()).map(Lack::sees).distinct().toList();
        if (!denied.isEmpty()) {
            notes.add(
                    "this account may not see "
                            + String.join(", ", denied)
                            + ": "
                            + grant(target.user(), target.database()));
        }
        lacks.stream().filter(Lack::passing).map(Lack::sentence).distinct().forEach(notes::add);
        return notes;
    }

    private String sentence() {
        return sees
                + ": "
                + switch (reason) {
                    case DENIED -> "this account may not see that";
                    case TOO_SLOW -> "the server took too long to tell; asked again later";
                    case ROLE_CHANGED ->
                            "the member was changing its role or recovering; asked again later";
                    case OTHER -> "the server answered with error " + code + "; asked again later";
                };
    }

    /// Source: MongoDB Manual, "Built-In Roles" (4.2 to 8.0).
    static String grant(@Nullable String user, @Nullable String database) {
        if (user == null) {
            return "let caretaker log in with an account that has the role clusterMonitor";
        }
        String place = database == null ? "admin" : database;
        return "db.getSiblingDB("
                + quoted(place)
                + ").grantRolesToUser("
                + quoted(user)
                + ", [{role: \"clusterMonitor\", db: \"admin\"}])";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
