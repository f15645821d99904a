package io.caretaker.mongodb;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What caretaker's account may do to the whole server. Immutable.
///
/// Source: MongoDB Manual, "connectionStatus", "Privilege Actions" (4.2 to 8.0).
///
/// @param account who is logged in; null when nobody is
/// @param known whether the server told; while it does not, every right is assumed, and the server
///   itself refuses
record Privileges(@Nullable String account, boolean known, Set<String> actions) {
    static final Document COMMAND =
            new Document("connectionStatus", 1).append("showPrivileges", true);

    private static final String EVERYTHING = "anyAction";

    Privileges {
        actions = Set.copyOf(actions);
    }

    /// Where nobody is logged in and the server answers all the same, access control is off.
    static Privileges of(@Nullable Document reply) {
        @Nullable Document info = Fields.document(reply, "authInfo");
        List<Document> users = Fields.documents(info, "authenticatedUsers");
        if (info == null || users.isEmpty()) {
            return new Privileges(null, info != null, Set.of(EVERYTHING));
        }
        var actions = new HashSet<String>();
        for (Document each : Fields.documents(info, "authenticatedUserPrivileges")) {
            @Nullable Document resource = Fields.document(each, "resource");
            if (Fields.truth(resource, "cluster") || Fields.truth(resource, "anyResource")) {
                actions.addAll(Fields.texts(each, "actions"));
            }
        }
        return new Privileges(Fields.text(users.getFirst(), "user"), true, actions);
    }

    boolean may(String action) {
        return !known || actions.contains(action) || actions.contains(EVERYTHING);
    }

    /// Whether nobody has to log in.
    boolean open() {
        return known && account == null;
    }

    /// What an administrator grants so that an action is allowed.
    String grant(String action) {
        return "an administrator runs: "
                + Adoption.grant(account == null ? "" : account)
                + " (its role has the action "
                + action
                + ")";
    }
}
