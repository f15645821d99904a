package io.caretaker.bench;

import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Kills a PostgreSQL server with SIGKILL again and again, and takes the time until it works again:
/// started at once by hand, and by caretaker.
///
/// Argument: number of kills each.
public final class CrashBench {
    private CrashBench() {}

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        Path directory = Files.createTempDirectory("crash");
        try (PostgresServer postgres = PostgresServer.create()) {
            var victim = new Victim(postgres);
            victim.start();
            var byHand = new ArrayList<Double>();
            var healed = new ArrayList<HealedRound.Times>();
            // By turns, so that what else the machine does falls on both.
            for (int i = 0; i < rounds; i++) {
                byHand.add(new HandRound(victim).run());
                Path state = Files.createDirectory(directory.resolve("round" + i));
                healed.add(new HealedRound(victim, state).run());
                System.err.println(byHand.getLast() + " " + healed.getLast());
            }
            report(byHand, healed);
        } finally {
            Victim.delete(directory);
        }
    }

    private static void report(List<Double> byHand, List<HealedRound.Times> healed) {
        System.out.printf(
                Locale.ROOT, "%-44s %8s %8s%n", "milliseconds after SIGKILL", "median", "worst");
        line("caretaker has noticed", healed.stream().map(HealedRound.Times::noticed).toList());
        line("the start command runs", healed.stream().map(HealedRound.Times::issued).toList());
        line("the server accepts log-ins", healed.stream().map(HealedRound.Times::ready).toList());
        line(
                "caretaker has seen it work",
                healed.stream().map(HealedRound.Times::healthy).toList());
        line("for comparison: started at once by hand", byHand);
    }

    private static void line(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        System.out.printf(Locale.ROOT, "%-44s %8.0f %8.0f%n", what, median, sorted.getLast());
    }
}
