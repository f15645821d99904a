package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.HealthScope;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;

/// Times looks at a server with many sessions: `LookTiming mariadb|mysql SESSIONS LOOKS`. One
/// session in ten is in a transaction, and every hundredth waits for a lock.
final class LookTiming {
    private static final Duration LONG_QUERY = Duration.ofSeconds(5);
    private static final Duration AMPLE = Duration.ofSeconds(20);
    private static final int WARM_UP = 30;

    private LookTiming() {}

    public static void main(String[] args) throws Exception {
        int sessions = Integer.parseInt(args[1]);
        int looks = Integer.parseInt(args[2]);
        var guests = new ArrayList<Connection>();
        MysqlFamilyServer server =
                args[0].equals("mysql") ? MySqlServer.create() : MariaDbServer.create();
        try (server;
                var engine = new MysqlEngine(_ -> server.password(), new PlainNames())) {
            server.configure("max-connections=" + (sessions + 20)).start();
            HealthSuite.furnish(server);
            for (int i = 0; i < sessions; i++) {
                Connection guest = Looks.connect(server);
                guests.add(guest);
                if (i % 10 == 0) {
                    Looks.run(
                            guest,
                            i == 0
                                    ? "BEGIN; UPDATE shop.t SET x = 0 WHERE id = 1"
                                    : "BEGIN; SELECT * FROM shop.t WHERE id = 2 FOR SHARE"
                                            .replace(
                                                    "FOR SHARE",
                                                    args[0].equals("mysql")
                                                            ? "FOR SHARE"
                                                            : "LOCK IN SHARE MODE"));
                } else if (i % 100 == 1) {
                    Looks.run(guest, "SET innodb_lock_wait_timeout = 1000");
                    Looks.start(guest, "UPDATE shop.t SET x = 1 WHERE id = 1");
                }
            }
            HealthScope routine = HealthScope.routine(LONG_QUERY);
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
                            HealthScope.full(LONG_QUERY, Duration.ZERO),
                            Math.max(1, looks / 5)));
        } finally {
            for (Connection guest : guests) {
                guest.abort(Runnable::run);
            }
        }
    }

    private static double[] time(
            MysqlEngine engine, MysqlFamilyServer server, HealthScope scope, int looks)
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
        Arrays.sort(times);
        return times;
    }

    private static void report(String what, double[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%-46s median %7.1f ms, p95 %7.1f ms, worst %7.1f ms%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.95)],
                sorted[sorted.length - 1]);
    }
}
