package io.caretaker.bench;

import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What looking after a MariaDB server costs it: `MysqlBench CARETAKER DIRECTORY PAIRS SECONDS
/// [OPTION...]` runs sysbench once, and lets the daemon that watches the server every 10 s (health,
/// and sessions for a clean-up that finds nothing) go on and stop by turns meanwhile.
///
/// Two periods beside each other, one with and one without the daemon, are a pair; which comes
/// first changes from pair to pair. So what the machine does over minutes falls on both alike.
final class MysqlBench {
    private static final PrintStream OUT = System.out;
    private static final int CLIENTS = 16;
    private static final int TABLES = 4;
    private static final int ROWS = 50_000;
    private static final int WARM_UP = 10;
    private static final Pattern SECOND = Pattern.compile("^\\[ (\\d+)s \\].* tps: ([0-9.]+) .*");

    private MysqlBench() {}

    public static void main(String[] args) throws Exception {
        int pairs = Integer.parseInt(args[2]);
        int seconds = Integer.parseInt(args[3]);
        List<String> options = List.of(args).subList(4, args.length);
        try (MariaDbServer server = server()) {
            prepare(server, options);
            try (WatchingDaemon daemon =
                    WatchingDaemon.start(
                            Path.of(args[0]),
                            Path.of(args[1]),
                            service(server),
                            server.password().reveal())) {
                measure(server, daemon, pairs, seconds, options);
            }
        }
    }

    private static MariaDbServer server() {
        MariaDbServer server =
                MariaDbServer.create()
                        .configure("innodb-buffer-pool-size=256M")
                        .configure("innodb-log-file-size=256M")
                        .configure("max-connections=200");
        server.start();
        return server;
    }

    private static String service(MariaDbServer server) {
        return """
        service_id: mariadb
        service_type: mariadb
        check: {host: 127.0.0.1, port: %d, user: admin, password: {env: BENCH_PASSWORD}}
        care: {cleanup: {enabled: true, interval_sec: 10}}
        """
                .formatted(server.port());
    }

    private static void prepare(MariaDbServer server, List<String> options)
            throws IOException, InterruptedException {
        server.sql("create database sbtest");
        Process preparation = sysbench(server, options, "prepare");
        String output = String.join("\n", preparation.inputReader().lines().toList());
        if (preparation.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    private static void measure(
            MariaDbServer server,
            WatchingDaemon daemon,
            int pairs,
            int seconds,
            List<String> options)
            throws IOException, InterruptedException {
        requireWatched(server);
        var all = new ArrayList<>(options);
        all.add("--report-interval=1");
        all.add("--time=" + (WARM_UP + 2 * pairs * seconds + 5));
        Process load = sysbench(server, all, "run");
        try {
            report(periods(load.inputReader(), daemon, pairs, seconds), seconds);
        } finally {
            load.destroy();
            load.waitFor();
        }
    }

    /// The daemon's own session is what says that it looks.
    private static void requireWatched(MariaDbServer server) throws InterruptedException {
        String sessions =
                "select count(*) from information_schema.processlist where user = 'admin'";
        for (int i = 0; server.sql(sessions).strip().equals("0"); i++) {
            if (i == 300) {
                throw new IllegalStateException("the daemon does not look at the server");
            }
            Thread.sleep(100);
        }
    }

    /// What was done in one period.
    ///
    /// @param rates transactions a second, one for each second
    /// @param cpu seconds of processor time that the daemon took
    private record Period(List<Double> rates, double cpu) {
        double rate() {
            return rates.stream().mapToDouble(each -> each).average().orElseThrow();
        }
    }

    private record Pair(Period without, Period with) {}

    private static List<Pair> periods(
            BufferedReader output, WatchingDaemon daemon, int pairs, int seconds)
            throws IOException {
        var done = new ArrayList<Pair>();
        rates(output, WARM_UP);
        for (int i = 0; i < pairs; i++) {
            boolean firstWith = i % 2 == 0;
            Period first = period(output, daemon, firstWith, seconds);
            Period second = period(output, daemon, !firstWith, seconds);
            Pair pair = firstWith ? new Pair(second, first) : new Pair(first, second);
            done.add(pair);
            OUT.printf(
                    Locale.ROOT,
                    "pair %3d: %8.0f tps without, %8.0f with: %+6.2f %%%n",
                    i + 1,
                    pair.without().rate(),
                    pair.with().rate(),
                    -loss(pair));
        }
        return done;
    }

    /// The daemon looks as soon as it goes on, and every 10 s after that.
    private static Period period(
            BufferedReader output, WatchingDaemon daemon, boolean with, int seconds)
            throws IOException {
        if (with) {
            daemon.goOn();
        } else {
            daemon.pause();
        }
        double before = daemon.cpuSeconds();
        List<Double> rates = rates(output, seconds);
        return new Period(rates, daemon.cpuSeconds() - before);
    }

    /// Waits so many seconds, by sysbench's own clock.
    private static List<Double> rates(BufferedReader output, int seconds) throws IOException {
        var rates = new ArrayList<Double>();
        while (rates.size() < seconds) {
            @Nullable String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("sysbench ended too early");
            }
            if (line.startsWith("FATAL")) {
                throw new IllegalStateException(line);
            }
            Matcher found = SECOND.matcher(line);
            if (found.matches()) {
                rates.add(Double.parseDouble(found.group(2)));
            }
        }
        return rates;
    }

    private static double loss(Pair pair) {
        return 100 * (1 - pair.with().rate() / pair.without().rate());
    }

    private static void report(List<Pair> pairs, int seconds) {
        double cpu = pairs.stream().mapToDouble(pair -> pair.with().cpu()).sum();
        OUT.println(PairedLoss.of(pairs.stream().map(MysqlBench::loss).toList()).words());
        OUT.printf(
                Locale.ROOT,
                "caretaker's CPU: %.2f %% of a core; goal < 1 %%%n",
                100 * cpu / ((double) pairs.size() * seconds));
    }

    private static Process sysbench(MariaDbServer server, List<String> options, String what)
            throws IOException {
        var command = new ArrayList<String>();
        command.add("sysbench");
        command.addAll(
                List.of(
                        "--db-driver=mysql",
                        "--mysql-socket=" + server.socket(),
                        "--mysql-user=admin",
                        "--mysql-password=" + server.password().reveal(),
                        "--mysql-db=sbtest",
                        "--mysql-ignore-errors=1213,1020,1205",
                        "--tables=" + TABLES,
                        "--table-size=" + ROWS,
                        "--threads=" + CLIENTS,
                        "--rand-type=uniform"));
        command.addAll(options);
        command.addAll(List.of("oltp_read_write", what));
        return new ProcessBuilder(Programs.as(server.user(), command))
                .redirectErrorStream(true)
                .start();
    }
}
