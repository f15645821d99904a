package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.client.MongoClient;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.lockdown.DatabaseLockdown.Setting;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.lockdown.Restriction.Kind;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// One client by which a server is locked down. Used by one thread at a time.
final class LockdownLink {
    private static final int ROLE_NOT_FOUND = 31;
    private static final int USER_NOT_FOUND = 11;

    /// Milliseconds that are left for the server to say that it gave up.
    private static final int LAST_WORDS = 500;

    /// A write that a majority has cannot be rolled back; one that it has not within this time is
    /// made all the same.
    private static final Document CONCERN = new Document("w", "majority").append("wtimeout", 5_000);

    private static final String HOW =
            "it takes an account with the role userAdminAnyDatabase, and from 6.0 on the action"
                    + " setUserWriteBlockMode (roles backup and root have it). Such an account can"
                    + " give itself any right; where caretaker's account shall not, an administrator"
                    + " does it by hand: db.getSiblingDB(\"admin\").runCommand({setUserWriteBlockMode:"
                    + " 1, global: true}), and db.getSiblingDB(DB).updateUser(USER, {roles: []})";

    private final Server server;

    LockdownLink(MongoClient client) {
        this.server = new Server(client);
    }

    Gates look() {
        Server.Greeting greeting = server.greeting();
        Privileges privileges = Privileges.of(server.permitted(Privileges.COMMAND).orElse(null));
        var open = new ArrayList<Restriction>();
        var exempt = new ArrayList<Gates.Exempt>();
        WriteBlock writes = WriteBlock.look(server, greeting, privileges);
        if (writes.objection() == null) {
            open.add(writes.restriction());
        } else if (writes.known()) {
            exempt.add(new Gates.Exempt(writes.restriction(), writes.objection()));
        }
        @Nullable List<Account> accounts = privileges.open() ? null : accounts();
        if (accounts != null) {
            sort(accounts, privileges, open, exempt);
        }
        if (writes.objection() != null && accounts == null) {
            throw nothing(privileges, writes.objection());
        }
        return new Gates(
                fingerprint(greeting),
                standby(greeting),
                privileges.account() == null
                        ? "without an account, as access control is off"
                        : "as " + privileges.account(),
                null,
                Admitted.words(
                        writes,
                        privileges,
                        accounts != null,
                        greeting.router(),
                        OutsideRights.given(server.permitted(HealthCommands.OPTIONS).orElse(null))),
                open,
                exempt);
    }

    private void sort(
            List<Account> accounts,
            Privileges privileges,
            List<Restriction> open,
            List<Gates.Exempt> exempt) {
        Map<Role, List<Role>> inherited = inherited(accounts);
        for (Account account : accounts) {
            String reason = account.exemption(privileges.account(), inherited);
            if (reason == null) {
                open.add(account.restriction());
            } else {
                exempt.add(new Gates.Exempt(account.restriction(), reason));
            }
        }
    }

    private String fingerprint(Server.Greeting greeting) {
        String fingerprint = server.fingerprint(greeting);
        if (fingerprint == null) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "caretaker's account may not read which server it is in",
                    "an administrator gives it the role clusterMonitor");
        }
        return fingerprint;
    }

    private static @Nullable String standby(Server.Greeting greeting) {
        if (greeting.router() || greeting.set() == null || greeting.writable()) {
            return null;
        }
        String primary = greeting.primary();
        return "it is not the primary of its replica set "
                + greeting.set()
                + (primary == null ? ", which has none now" : "; that is " + primary);
    }

    /// Null where the account may not see them.
    private @Nullable List<Account> accounts() {
        Optional<Document> users =
                server.permitted(new Document("usersInfo", new Document("forAllDBs", true)));
        return users.map(Account::all).orElse(null);
    }

    /// What the roles hold; those that cannot be looked up are missing.
    private Map<Role, List<Role>> inherited(List<Account> accounts) {
        var inherited = new HashMap<Role, List<Role>>();
        List<Role> roles =
                accounts.stream().flatMap(each -> each.roles().stream()).distinct().toList();
        if (roles.isEmpty()) {
            return inherited;
        }
        Document reply =
                server.permitted(new Document("rolesInfo", Role.documents(roles))).orElse(null);
        for (Document each : Fields.documents(reply, "roles")) {
            String name = Fields.text(each, "role");
            String database = Fields.text(each, "db");
            if (name != null && database != null) {
                inherited.put(new Role(name, database), Role.of(each, "inheritedRoles"));
            }
        }
        return inherited;
    }

    private static Problem nothing(Privileges privileges, String objection) {
        return privileges.open()
                ? new Problem(
                        ProblemCode.DENIED,
                        "nothing can be refused: access control is off, so there are no accounts to"
                                + " shut out, and "
                                + objection,
                        "turn access control on (security.authorization), or close its port in the"
                                + " firewall")
                : new Problem(
                        ProblemCode.DENIED,
                        "caretaker's account may not shut out accounts, and " + objection,
                        HOW);
    }

    /// One after the other, as the server has no transaction for them. A thing that is gone, or is
    /// not as expected, is left alone.
    ///
    /// To block writes the server waits until it has its own lock alone, and everybody else waits
    /// behind that; so it gives up at the deadline.
    void set(List<Setting> settings, Deadline deadline) {
        Server.Greeting greeting = server.greeting();
        String standby = standby(greeting);
        if (standby != null) {
            throw new Problem(ProblemCode.DENIED, standby, "");
        }
        for (Setting setting : settings) {
            try {
                if (setting.wanted().kind() == Kind.WRITES) {
                    server.run(limited(WriteBlock.command(!setting.wanted().allowed()), deadline));
                } else if (setting.wanted().kind() == Kind.ACCOUNT) {
                    setRoles(setting, deadline);
                }
            } catch (MongoCommandException e) {
                throw refused(setting.wanted(), e);
            } catch (MongoExecutionTimeoutException e) {
                throw new Problem(
                        ProblemCode.FAILED,
                        setting.wanted().label()
                                + " could not be set in time: "
                                + Refusals.words(e),
                        "something holds the lock of the whole server, a transaction perhaps; try"
                                + " again",
                        e);
            }
        }
    }

    private static Document limited(Document command, Deadline deadline) {
        return command.append("maxTimeMS", Math.max(1, deadline.remainingMillis() - LAST_WORDS));
    }

    private static Problem refused(Restriction wanted, MongoCommandException failure) {
        return new Problem(
                Server.unauthorised(failure) ? ProblemCode.DENIED : ProblemCode.FAILED,
                wanted.label() + " could not be set: " + Refusals.words(failure),
                Server.unauthorised(failure) ? HOW : "",
                failure);
    }

    private void setRoles(Setting setting, Deadline deadline) {
        Account account = Account.named(setting.wanted()).orElse(null);
        if (account == null || !asExpected(account, setting.expected())) {
            return;
        }
        List<Role> roles = setting.wanted().allowed() ? account.roles() : List.of();
        try {
            change(account, "updateUser", roles, deadline);
        } catch (MongoCommandException e) {
            switch (e.getErrorCode()) {
                case USER_NOT_FOUND -> {}
                case ROLE_NOT_FOUND -> giveThoseLeft(account, roles, deadline);
                default -> throw e;
            }
        }
    }

    private boolean asExpected(Account account, Restriction expected) {
        Document found =
                server.run(
                        new Document(
                                "usersInfo",
                                new Document("user", account.user())
                                        .append("db", account.database())));
        return Account.all(found).stream().anyMatch(now -> now.restriction().same(expected));
    }

    /// A role that was dropped meanwhile keeps nobody from the others.
    private void giveThoseLeft(Account account, List<Role> roles, Deadline deadline) {
        for (Role role : roles) {
            try {
                change(account, "grantRolesToUser", List.of(role), deadline);
            } catch (MongoCommandException e) {
                if (e.getErrorCode() != ROLE_NOT_FOUND) {
                    throw e;
                }
            }
        }
    }

    private void change(Account account, String command, List<Role> roles, Deadline deadline) {
        server.database(account.database())
                .runCommand(
                        limited(
                                new Document(command, account.user())
                                        .append("roles", Role.documents(roles))
                                        .append("writeConcern", CONCERN),
                                deadline));
    }
}
