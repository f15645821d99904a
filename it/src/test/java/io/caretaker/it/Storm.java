package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// A hundred sessions of a server, some of which do harm, while a backup and a receiver of the
/// server's changes are running.
abstract class Storm implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(4);
    static final String PROTECTED_USER = "ledger";
    static final String PROTECTED_APPLICATION = "payroll";
    static final String PROTECTED_DATABASE = "vault";
    static final String PASSWORD = "storm";
    private static final int CHAIN = 30;
    private static final int EACH = 5;

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Process> programs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    /// Sessions that must be ended.
    final Set<String> guilty = new TreeSet<>();

    /// Sessions that do the same and are protected.
    final Set<String> shielded = new TreeSet<>();

    /// Sessions that do no harm, or only suffer it.
    final Set<String> innocent = new TreeSet<>();

    /// Those that wait one behind the other for one that does nothing.
    final Set<String> chained = new TreeSet<>();

    /// The database in which the tables are.
    abstract String database();

    abstract Connection connect(String user, String application, String database)
            throws SQLException;

    /// The server's number for a session.
    abstract String id(Connection connection) throws SQLException;

    /// A query that makes a transaction visible, with a literal.
    abstract String touch();

    abstract String sleep(double seconds);

    /// How many of these sessions do what they do for longer than [#LIMIT], and are not just idle.
    abstract int old(String ids);

    abstract boolean waits(String id);

    /// How many of the chain wait for a lock.
    abstract int waiting();

    /// The sessions that are connected.
    abstract List<String> connected();

    abstract int backups();

    abstract int receivers();

    abstract void startReceiver();

    abstract Process backup();

    /// What the programs said.
    abstract String said() throws java.io.IOException;

    /// Ends whoever is still there of the storm.
    abstract void disperse();

    final <S extends Storm> S brewed(S self) throws SQLException {
        try {
            brew();
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
        return self;
    }

    final void add(Process program) {
        programs.add(program);
    }

    private void brew() throws SQLException {
        startReceiver();
        for (int i = 0; i < 2 * EACH; i++) {
            guilty.add(idleInTransaction("app", "web", database()));
        }
        for (int i = 0; i < EACH; i++) {
            guilty.add(longQuery("app", "report", database()));
            shielded.add(idleInTransaction(PROTECTED_USER, "web", database()));
            shielded.add(longQuery(PROTECTED_USER, "web", database()));
            shielded.add(idleInTransaction("app", PROTECTED_APPLICATION, database()));
            shielded.add(longQuery("app", PROTECTED_APPLICATION, database()));
            shielded.add(idleInTransaction("app", "web", PROTECTED_DATABASE));
            shielded.add(longQuery("app", "web", PROTECTED_DATABASE));
        }
        chain();
        while (guilty.size() + shielded.size() + chained.size() + innocent.size() < 98) {
            innocent.add(id(open("app", "pool", database())));
        }
        innocent.add(busy("begin", "select 1"));
        innocent.add(busy("select 1", sleep(0.1)));
        programs.add(backup());
        awaitAge();
        await().atMost(Daemon.LONG)
                .untilAsserted(() ->
                        assertThat(List.of(backups(), receivers()))
                                .as(said())
                                .containsExactly(1, 1));
    }

    /// The first does nothing; each other one holds a row and waits for that of the one before it,
    /// and goes on and away when it gets it.
    private void chain() throws SQLException {
        Connection root = open("app", "root", database());
        guilty.add(id(root));
        root.setAutoCommit(false);
        execute(root, "update chain set n = n + 1 where id = 0");
        for (int i = 1; i <= CHAIN; i++) {
            Connection waiter = open("app", "link", database());
            String pid = id(waiter);
            chained.add(pid);
            waiter.setAutoCommit(false);
            execute(waiter, "update chain set n = n + 1 where id = " + i);
            String next = "update chain set n = n + 1 where id = " + (i - 1);
            background(() -> {
                execute(waiter, next);
                waiter.commit();
            });
            await().atMost(Daemon.LONG).until(() -> waits(pid));
        }
    }

    private String idleInTransaction(String user, String application, String database)
            throws SQLException {
        Connection connection = open(user, application, database);
        String id = id(connection);
        connection.setAutoCommit(false);
        execute(connection, touch());
        return id;
    }

    private String longQuery(String user, String application, String database) throws SQLException {
        Connection connection = open(user, application, database);
        String pid = id(connection);
        background(() -> execute(connection, sleep(3600)));
        return pid;
    }

    /// Works all the time in short steps, so that nothing of it is ever old.
    private String busy(String first, String again) throws SQLException {
        Connection connection = open("app", "busy", database());
        String pid = id(connection);
        execute(connection, first);
        background(() -> {
            while (!over.get()) {
                execute(connection, again);
                Thread.sleep(50);
            }
        });
        return pid;
    }

    /// All who are guilty, or would be, have been it for long enough.
    private void awaitAge() {
        var old = new HashSet<>(guilty);
        old.addAll(shielded);
        String ids = String.join(",", old);
        await().atMost(Daemon.LONG).until(() -> old(ids) == old.size());
    }

    int sessions() {
        return guilty.size() + shielded.size() + chained.size() + innocent.size();
    }

    /// Which of these sessions are still connected.
    Set<String> alive(Set<String> ids) {
        var alive = new TreeSet<>(ids);
        alive.retainAll(connected());
        return alive;
    }

    boolean programsRun() {
        return programs.stream().allMatch(Process::isAlive);
    }

    private Connection open(String user, String application, String database) throws SQLException {
        Connection connection = connect(user, application, database);
        connections.add(connection);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    rows.next();
                }
            }
        }
    }

    /// Work that ends with an exception is work that was ended.
    private interface Work {
        void run() throws SQLException, InterruptedException;
    }

    private void background(Work work) {
        threads.add(
                Thread.startVirtualThread(() -> {
                    try {
                        work.run();
                    } catch (SQLException | InterruptedException e) {
                        // Somebody ended it.
                    }
                }));
    }

    @Override
    public void close() {
        over.set(true);
        programs.forEach(Process::destroy);
        disperse();
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It was ended.
            }
        }
    }
}
