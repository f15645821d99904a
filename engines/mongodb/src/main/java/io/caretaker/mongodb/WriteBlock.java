package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.lockdown.Restriction.Kind;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Whether all clients of a server are kept from writing.
///
/// The block lets administrators write who have the action `bypassWriteBlockingMode` (roles root
/// and restore), and everybody to the databases admin, config and local.
///
/// Source: MongoDB Manual, "setUserWriteBlockMode" (6.0 to 8.0): on replica sets and routers; not
/// on a single server, a shard, or a config server.
///
/// @param blocked whether it is in force; false where it cannot be set
/// @param objection why it cannot be set; null when it can
/// @param known whether the server has such a thing at all
record WriteBlock(boolean blocked, @Nullable String objection, boolean known) {
    private static final String ACTION = "setUserWriteBlockMode";
    private static final Pattern MAJOR = Pattern.compile("(\\d+)\\..*");
    private static final int FIRST = 6;

    /// As `repl.userWriteBlockMode` has it.
    private static final long ENABLED = 2;

    /// The server could not look, because something holds its lock.
    private static final long UNKNOWN = 0;

    private static final Document STATUS =
            new Document("serverStatus", 1)
                    .append("metrics", 0)
                    .append("locks", 0)
                    .append("tcmalloc", 0)
                    .append("wiredTiger", 0)
                    .append("shardingStatistics", 0)
                    .append("latchAnalysis", 0);

    /// Where a router's cluster keeps it.
    private static final Document KEPT =
            new Document("find", "user_writes_critical_sections").append("limit", 1);

    static Document command(boolean block) {
        return new Document(ACTION, 1).append("global", block);
    }

    static WriteBlock look(Server server, Server.Greeting greeting, Privileges privileges) {
        String version = server.version();
        Matcher major = MAJOR.matcher(version);
        if (!major.matches() || Integer.parseInt(major.group(1)) < FIRST) {
            return not("MongoDB " + version + " cannot block writes, which came with 6.0");
        }
        if (!greeting.router() && greeting.set() == null) {
            return not("a single server cannot block writes; it takes a replica set");
        }
        if (greeting.configuration()) {
            return not("writes to a cluster are blocked by its routers, not its config servers");
        }
        boolean shard =
                server.permitted(new Document("shardingState", 1))
                        .map(reply -> Fields.truth(reply, "enabled"))
                        .orElse(false);
        if (shard) {
            return not("writes to a shard are blocked by its routers");
        }
        boolean blocked = greeting.router() ? kept(server) : told(server);
        return privileges.may(ACTION)
                ? new WriteBlock(blocked, null, true)
                : new WriteBlock(blocked, "caretaker's account lacks the action " + ACTION, true);
    }

    private static WriteBlock not(String objection) {
        return new WriteBlock(false, objection, false);
    }

    private static boolean told(Server server) {
        Document status = server.permitted(STATUS).orElse(null);
        Long mode = Fields.whole(Fields.document(status, "repl"), "userWriteBlockMode");
        if (mode == null || mode == UNKNOWN) {
            throw unknown("by its serverStatus, which takes the role clusterMonitor");
        }
        return mode == ENABLED;
    }

    private static boolean kept(Server server) {
        try {
            Document found = server.database("config").runCommand(KEPT);
            return Fields.documents(Fields.document(found, "cursor"), "firstBatch").stream()
                    .anyMatch(each -> Fields.truth(each, "blockUserWrites"));
        } catch (MongoCommandException e) {
            if (Server.unauthorised(e)) {
                throw unknown("by its database config, which takes the role clusterMonitor");
            }
            throw e;
        }
    }

    /// Taken for open, a block would not be taken back.
    private static Problem unknown(String where) {
        return new Problem(
                ProblemCode.FAILED,
                "the server does not tell whether writes are blocked " + where,
                "while something holds the lock of the whole server it cannot; try again");
    }

    Restriction restriction() {
        return new Restriction(Kind.WRITES, "user writes", "by clients", -1, !blocked);
    }
}
