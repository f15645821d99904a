package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.profile.Profile;
import io.caretaker.core.profile.ProfileLevel;
import io.caretaker.core.profile.ProfileOrder;
import io.caretaker.core.profile.QueryProfiler;
import io.caretaker.core.secret.SecretSource;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// MongoDB's own profiler, which records into `system.profile` of each database. Thread-safe.
///
/// The level is each database's, and from 5.0 on so is the filter; `slowms` and `sampleRate` are
/// the whole server's, and hold for the lines about slow operations in its log as well.
///
/// Source: MongoDB Manual, "profile", "Database Profiler" (4.2 to 8.0); MongoDB server,
/// `set_profiling_filter_globally_cmd.cpp`, `profile_common.cpp`.
final class MongoProfiler implements QueryProfiler {
    private static final int INVALID_NAMESPACE = 73;

    private final SecretSource secrets;
    private final NameResolver names;

    MongoProfiler(SecretSource secrets, NameResolver names) {
        this.secrets = secrets;
        this.names = names;
    }

    @Override
    public List<Profile> all(DatabaseTarget target, Deadline deadline) throws InterruptedException {
        return ask(
                target,
                deadline,
                server -> {
                    requireServer(server);
                    Document reply =
                            server.run(new Document("listDatabases", 1).append("nameOnly", true));
                    return Fields.documents(reply, "databases").stream()
                            .map(each -> Fields.text(each, "name"))
                            .filter(name -> name != null && !name.equals("local"))
                            .map(name -> look(server, String.valueOf(name)))
                            .toList();
                });
    }

    @Override
    public Profile look(DatabaseTarget target, String database, Deadline deadline)
            throws InterruptedException {
        return ask(
                target,
                deadline,
                server -> {
                    requireServer(server);
                    requireDatabase(server, database);
                    return look(server, database);
                });
    }

    @Override
    public void set(DatabaseTarget target, String database, ProfileOrder order, Deadline deadline)
            throws InterruptedException {
        ask(
                target,
                deadline,
                server -> {
                    requireServer(server);
                    requireDatabase(server, database);
                    return server.database(database).runCommand(command(order));
                });
    }

    @Override
    public String sideEffects(ProfileOrder order) {
        return order.slowMillis() == null && order.sampleRate() == null
                ? ""
                : "The limit and the share hold for the whole server, and for the slow operations in"
                        + " its log.";
    }

    private static Document command(ProfileOrder order) {
        var command = new Document("profile", level(order.level()));
        if (order.slowMillis() != null) {
            command.append("slowms", Math.toIntExact(order.slowMillis()));
        }
        if (order.sampleRate() != null) {
            command.append("sampleRate", order.sampleRate());
        }
        return command;
    }

    private static int level(ProfileLevel level) {
        return switch (level) {
            case OFF -> 0;
            case SLOW -> 1;
            case ALL -> 2;
        };
    }

    private static void requireServer(Server server) {
        if (server.greeting().router()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "a router has no profiler",
                    "name a member of the shard whose operations are to be recorded");
        }
    }

    /// Switching it on would make a database that is not there, out of a slip of the pen.
    private static void requireDatabase(Server server, String database) {
        var named = new Document("name", database);
        Document reply =
                server.run(
                        new Document("listDatabases", 1)
                                .append("nameOnly", true)
                                .append("filter", named));
        boolean there =
                Fields.documents(reply, "databases").stream()
                        .anyMatch(each -> database.equals(Fields.text(each, "name")));
        if (!there) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "there is no database "
                            + database
                            + " that caretaker's account may see on this server",
                    "without --database all are shown");
        }
    }

    private static Profile look(Server server, String database) {
        Document reply = server.database(database).runCommand(new Document("profile", -1));
        Long level = Fields.whole(reply, "was");
        @Nullable Document filter = Fields.document(reply, "filter");
        return new Profile(
                database,
                level == null || level <= 0
                        ? ProfileLevel.OFF
                        : level == 1 ? ProfileLevel.SLOW : ProfileLevel.ALL,
                Fields.whole(reply, "slowms"),
                Numbers.at(reply, "sampleRate"),
                filter == null ? null : filter.toJson());
    }

    private <T> T ask(DatabaseTarget target, Deadline deadline, Function<Server, T> question)
            throws InterruptedException {
        try (var kept = new Kept<>(new LogIn(target, secrets, names), Server::new)) {
            return kept.ask(question, deadline);
        } catch (BoundedWork.FailedException e) {
            throw problem(target, e);
        }
    }

    private static Problem problem(DatabaseTarget target, BoundedWork.FailedException failure) {
        if (failure.reason() instanceof Problem problem) {
            return problem;
        }
        String what = "the profiler of MongoDB at " + target.address();
        if (failure.reason() instanceof MongoCommandException refused) {
            if (Server.unauthorised(refused)) {
                return new Problem(
                        ProblemCode.DENIED,
                        what + " may not be read or changed by " + who(target),
                        "an administrator grants it the action enableProfiler on the database, which"
                                + " the role dbAdmin has: db.getSiblingDB(\"admin\").grantRolesToUser("
                                + "USER, [{role: \"dbAdmin\", db: DB}]); looking takes"
                                + " clusterMonitor, and the newest servers want dbAdminAnyDatabase"
                                + " for --slow-ms and --sample-rate",
                        failure);
            }
            return new Problem(
                    refused.getErrorCode() == INVALID_NAMESPACE
                            ? ProblemCode.INVALID
                            : ProblemCode.FAILED,
                    what + ": " + Refusals.words(refused),
                    "",
                    failure);
        }
        DatabaseReply.Refused refused = Refusals.of(failure.reason());
        return new Problem(
                ProblemCode.UNREACHABLE,
                what + " cannot be asked: " + refused.message(),
                "`caretaker check` tells more",
                failure);
    }

    private static String who(DatabaseTarget target) {
        return target.user() == null ? "nobody" : String.valueOf(target.user());
    }
}
