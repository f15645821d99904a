package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.mysql.AccountsWay.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Locks accounts: with the target's own account where that may lock others, else with a client
/// program as an administrator over the server's Unix socket. Remembers the way that was open.
/// Thread-safe.
///
/// Each server is locked down on its own: nothing of it goes to the binary log, or to the other
/// nodes of a Galera cluster.
final class MysqlLockdown implements DatabaseLockdown {
    /// That all connections are taken, in the driver's and the clients' words.
    private static final Pattern FULL = Pattern.compile("(\\[|ERROR |: )1040\\b");

    private static final int TRIES_AT_A_FULL_SERVER = 20;
    private static final Duration UNTIL_THE_NEXT_TRY = Duration.ofMillis(100);

    private final AccountsWays finder;
    private final Consumer<DatabaseTarget> makingRoom;
    private final Map<DatabaseTarget, AccountsWay> ways = new ConcurrentHashMap<>();

    /// @param makingRoom gives up the connections that caretaker itself keeps to a server
    MysqlLockdown(
            Function<DatabaseTarget, LogIn> logIns,
            NameResolver names,
            Consumer<DatabaseTarget> makingRoom) {
        this.finder = new AccountsWays(logIns, names);
        this.makingRoom = makingRoom;
    }

    /// One attempt at a whole request.
    private interface Attempt<T> {
        T make() throws InterruptedException;
    }

    @Override
    public Gates look(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        return patiently(target, () -> gates(target, host, deadline));
    }

    private Gates gates(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        AccountsWay way = way(target, host, deadline);
        String query = LockdownStatements.look(way.version());
        return GatesText.read(
                told(target, way, List.of(), query, deadline), way.words(), target.user());
    }

    @Override
    public void set(
            DatabaseTarget target, HostAccess host, List<Setting> settings, Deadline deadline)
            throws InterruptedException {
        if (!settings.isEmpty()) {
            patiently(
                    target,
                    () -> {
                        AccountsWay way = way(target, host, deadline);
                        var statements = new ArrayList<>(LockdownStatements.opening(way.version()));
                        statements.addAll(LockdownStatements.set(way.version(), settings));
                        return told(target, way, statements, LockdownStatements.VERSION, deadline);
                    });
        }
    }

    /// A server that is full keeps one connection free for administrators; caretaker's own, and
    /// others that are turned away, may have it for a moment.
    private <T> T patiently(DatabaseTarget target, Attempt<T> attempt) throws InterruptedException {
        for (int left = TRIES_AT_A_FULL_SERVER; ; left--) {
            try {
                return attempt.make();
            } catch (Problem problem) {
                if (left <= 1 || !FULL.matcher(problem.message()).find()) {
                    throw problem;
                }
            }
            makingRoom.accept(target);
            Thread.sleep(UNTIL_THE_NEXT_TRY);
        }
    }

    /// A way that was open and fails is looked for anew the next time.
    private String told(
            DatabaseTarget target,
            AccountsWay way,
            List<String> statements,
            String query,
            Deadline deadline)
            throws InterruptedException {
        return switch (way.ask(statements, query, deadline)) {
            case Answer.Told(String text) -> text;
            case Answer.NotTold(String reason, Fault _) -> {
                ways.remove(target);
                throw new Problem(
                        ProblemCode.FAILED,
                        "the accounts of "
                                + label(target)
                                + " could not be restricted "
                                + way.words()
                                + ": "
                                + reason,
                        "");
            }
        };
    }

    private AccountsWay way(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        @Nullable AccountsWay known = ways.get(target);
        if (known == null) {
            known = finder.find(target, host, deadline);
            ways.put(target, known);
        }
        return known;
    }

    static String label(DatabaseTarget target) {
        return target.engine().label() + " at " + target.address();
    }
}
