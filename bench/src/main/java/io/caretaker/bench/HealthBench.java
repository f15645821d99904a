package io.caretaker.bench;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.HealthScope;
import io.caretaker.postgresql.PostgresEngine;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What looking after a PostgreSQL server costs it: `HealthBench pass SESSIONS LOOKS` times looks
/// at a server with many sessions; `HealthBench pairs CARETAKER DIRECTORY PAIRS SECONDS
/// [OPTION...]` runs pgbench by turns without and with the daemon that watches it every 10 s.
final class HealthBench {
    private static final PrintStream OUT = System.out;
    private static final int CLIENTS = 50;
    private static final int SCALE = 20;
    private static final int WARM_UP = 30;
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final Pattern TPS = Pattern.compile("(?m)^tps = ([0-9.]+)");

    private HealthBench() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "pass" -> pass(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            case "pairs" ->
                    pairs(
                            Path.of(args[1]),
                            Path.of(args[2]),
                            Integer.parseInt(args[3]),
                            Integer.parseInt(args[4]),
                            List.of(args).subList(5, args.length));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /// One session in ten is in a transaction, and every hundredth waits for a lock.
    private static void pass(int sessions, int looks) throws SQLException, InterruptedException {
        var guests = new ArrayList<Connection>();
        try (PostgresServer server = server(sessions + 20);
                var engine = new PostgresEngine(_ -> server.password())) {
            server.sql("create table locked (id int)");
            for (int i = 0; i < sessions; i++) {
                Connection guest = connect(server);
                guests.add(guest);
                if (i % 10 == 0) {
                    run(guest, i == 0 ? "begin; lock table locked" : "begin; select 1");
                } else if (i % 100 == 1) {
                    Thread.ofVirtual().start(() -> quietly(guest, "select * from locked"));
                }
            }
            HealthScope routine = HealthScope.routine(Duration.ofSeconds(5));
            OUT.printf(Locale.ROOT, "%d sessions%n", sessions);
            report(
                    "first look, with log-in and all that is rare",
                    time(engine, server, routine, 1));
            time(engine, server, routine, WARM_UP);
            report("a look", time(engine, server, routine, looks));
            report(
                    "a look with all tables behind it",
                    time(
                            engine,
                            server,
                            HealthScope.full(Duration.ofSeconds(5), Duration.ZERO),
                            Math.max(1, looks / 5)));
        } finally {
            for (Connection guest : guests) {
                guest.abort(Runnable::run);
            }
        }
    }

    private static double[] time(
            PostgresEngine engine, PostgresServer server, HealthScope scope, int looks)
            throws InterruptedException {
        var times = new double[looks];
        for (int i = 0; i < looks; i++) {
            long began = System.nanoTime();
            DatabaseReply reply =
                    engine.examine(server.target(), scope, Deadline.after(AMPLE, System::nanoTime));
            times[i] = (System.nanoTime() - began) / 1e6;
            if (!(reply instanceof DatabaseReply.Reached)) {
                throw new IllegalStateException(reply.toString());
            }
        }
        java.util.Arrays.sort(times);
        return times;
    }

    private static void report(String what, double[] sorted) {
        OUT.printf(
                Locale.ROOT,
                "%-46s median %7.1f ms, p95 %7.1f ms, worst %7.1f ms%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.95)],
                sorted[sorted.length - 1]);
    }

    /// The daemon lives through all runs and is stopped in those without it, so that what differs
    /// is its work alone. Which of a pair comes first changes by turns.
    private static void pairs(
            Path caretaker, Path directory, int pairs, int seconds, List<String> options)
            throws IOException, InterruptedException {
        try (PostgresServer server = server(CLIENTS + 20)) {
            pgbench(server, List.of("-i", "-q", "-s", Integer.toString(SCALE)));
            try (WatchingDaemon daemon =
                    WatchingDaemon.start(
                            caretaker, directory, service(server), server.password().reveal())) {
                Thread.sleep(Duration.ofSeconds(WARM_UP));
                requireWatched(server);
                measure(server, daemon, pairs, seconds, options);
            }
        }
    }

    private static void requireWatched(PostgresServer server) {
        String watching =
                "select count(*) from pg_stat_activity where application_name = 'caretaker'";
        if (server.sql(watching).equals("0")) {
            throw new IllegalStateException("the daemon does not look at the server");
        }
    }

    private static void measure(
            PostgresServer server,
            WatchingDaemon daemon,
            int pairs,
            int seconds,
            List<String> options)
            throws IOException, InterruptedException {
        var losses = new ArrayList<Double>();
        double cpu = 0;
        for (int i = 0; i < pairs; i++) {
            double without = 0;
            double with = 0;
            for (int turn = 0; turn < 2; turn++) {
                if ((i + turn) % 2 == 0) {
                    daemon.pause();
                    without = run(server, seconds, options);
                } else {
                    daemon.goOn();
                    double before = daemon.cpuSeconds();
                    with = run(server, seconds, options);
                    cpu += daemon.cpuSeconds() - before;
                }
            }
            losses.add(100 * (1 - with / without));
            OUT.printf(
                    Locale.ROOT,
                    "pair %2d: %8.0f tps without, %8.0f with: %+5.2f %%%n",
                    i + 1,
                    without,
                    with,
                    -losses.getLast());
        }
        OUT.println(PairedLoss.of(losses).words());
        OUT.printf(
                Locale.ROOT,
                "caretaker's CPU: %.2f %% of a core; goal < 1 %%%n",
                100 * cpu / ((double) pairs * seconds));
    }

    private static double run(PostgresServer server, int seconds, List<String> options)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-n", "-M", "prepared", "-j", "2"));
        arguments.addAll(List.of("-c", Integer.toString(CLIENTS), "-T", Integer.toString(seconds)));
        Matcher found = TPS.matcher(pgbench(server, arguments));
        if (!found.find()) {
            throw new IllegalStateException("pgbench told no rate");
        }
        return Double.parseDouble(found.group(1));
    }

    private static String pgbench(PostgresServer server, List<String> arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(server.program("pgbench")));
        command.addAll(List.of("-h", server.socketDirectory().toString()));
        command.addAll(List.of("-p", Integer.toString(server.port())));
        command.addAll(arguments);
        command.add("postgres");
        Process process =
                new ProcessBuilder(Programs.as(server.user(), command))
                        .redirectErrorStream(true)
                        .start();
        String output = String.join("\n", process.inputReader().lines().toList());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return output;
    }

    private static String service(PostgresServer server) {
        return """
        service_id: postgres
        service_type: postgresql
        check: {host: 127.0.0.1, port: %d, user: %s, database: postgres, password: {env: BENCH_PASSWORD}}
        """
                .formatted(server.port(), server.user());
    }

    private static PostgresServer server(int connections) {
        PostgresServer server = PostgresServer.create();
        server.configure("max_connections = " + connections)
                .configure("shared_buffers = 256MB")
                .configure("shared_preload_libraries = 'pg_stat_statements'")
                .configure("max_wal_size = 4GB");
        server.start();
        server.sql("create extension pg_stat_statements");
        return server;
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?sslmode=disable",
                server.user(),
                server.password().reveal());
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void quietly(Connection connection, String sql) {
        try {
            run(connection, sql);
        } catch (SQLException _) {
            // It waited until the end of the measurement.
        }
    }
}
