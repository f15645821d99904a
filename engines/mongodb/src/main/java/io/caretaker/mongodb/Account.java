package io.caretaker.mongodb;

import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.lockdown.Restriction.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// An account of a server, and what it may do.
///
/// Source: MongoDB Manual, "usersInfo", "Built-In Roles" (4.2 to 8.0).
record Account(String user, String database, List<Role> roles) {
    private static final String ADMIN = "admin";

    /// What those who repair have: it lets them take and give roles, or run the cluster.
    private static final Set<String> REPAIRING =
            Set.of(
                    "root",
                    "__system",
                    "userAdminAnyDatabase",
                    "clusterAdmin",
                    "clusterManager",
                    "hostManager");

    /// With these on the database `admin` one can give oneself any role.
    private static final Set<String> REPAIRING_ON_ADMIN = Set.of("userAdmin", "dbOwner");

    static List<Account> all(Document usersInfo) {
        return Fields.documents(usersInfo, "users").stream()
                .filter(each ->
                        Fields.text(each, "user") != null && Fields.text(each, "db") != null)
                .map(each ->
                        new Account(
                                Objects.requireNonNull(Fields.text(each, "user")),
                                Objects.requireNonNull(Fields.text(each, "db")),
                                Role.of(each, "roles")))
                .toList();
    }

    /// The account that a restriction is about; databases have no dot in their name.
    static Optional<Account> named(Restriction restriction) {
        int dot = restriction.id().indexOf('.');
        return dot <= 0
                ? Optional.empty()
                : Optional.of(
                        new Account(
                                restriction.id().substring(dot + 1),
                                restriction.id().substring(0, dot),
                                Role.read(restriction.memo())));
    }

    /// An account without roles is shut out: it may log in, and then do nothing.
    Restriction restriction() {
        return new Restriction(
                Kind.ACCOUNT,
                database + "." + user,
                user + "@" + database,
                -1,
                !roles.isEmpty(),
                Role.memo(roles));
    }

    /// Why it must keep its roles; null when they may be taken.
    ///
    /// @param inherited the roles behind each role that is not built in; one that is missing here
    ///   could not be looked up
    @Nullable String exemption(@Nullable String ours, Map<Role, List<Role>> inherited) {
        if (user.equals(ours)) {
            return "caretaker's own account";
        }
        if (user.equals("__system")) {
            return "the account of the members of the cluster";
        }
        for (Role role : roles) {
            String reason = reason(role);
            if (reason != null) {
                return reason;
            }
            if (!inherited.containsKey(role)) {
                return "what its role "
                        + role.name()
                        + " holds cannot be looked up; it takes the action viewRole";
            }
            for (Role behind : inherited.getOrDefault(role, List.of())) {
                String through = reason(behind);
                if (through != null) {
                    return through + ", by its role " + role.name();
                }
            }
        }
        return null;
    }

    private static @Nullable String reason(Role role) {
        if (!role.database().equals(ADMIN)) {
            return null;
        }
        if (REPAIRING.contains(role.name()) || REPAIRING_ON_ADMIN.contains(role.name())) {
            return "an administrator (" + role.name() + ")";
        }
        return role.name().equals("backup") ? "a backup" : null;
    }
}
