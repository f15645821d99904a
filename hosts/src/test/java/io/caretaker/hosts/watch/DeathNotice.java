package io.caretaker.hosts.watch;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/// Measures by hand how long after SIGKILL of a process that is not our child its death is told, by
/// the watch and by the JDK's own `onExit`. Not a test: the numbers depend on the machine.
public final class DeathNotice {
    private DeathNotice() {}

    /// How to hear of a death.
    private interface Listener {
        void listen(long pid, Runnable onExit);
    }

    public static void main(String[] arguments) throws Exception {
        try (var best = ProcessWatches.best();
                var polling = new PollingWatch()) {
            measure(best.getClass().getSimpleName(), 200, best::watch);
            measure("PollingWatch", 20, polling::watch);
            measure(
                    "ProcessHandle.onExit",
                    5,
                    (pid, onExit) -> {
                        var _ = ProcessHandle.of(pid).orElseThrow().onExit().thenRun(onExit);
                    });
        }
    }

    private static void measure(String name, int times, Listener listener) throws Exception {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            long pid = stranger();
            var told = new CompletableFuture<Long>();
            listener.listen(pid, () -> told.complete(System.nanoTime()));
            // As if the server had run for a while: the JDK's intervals grow with time.
            Thread.sleep(times > 100 ? 5 : 1000 + 37L * i);
            long killed = System.nanoTime();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            millis[i] = (told.get() - killed) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%s: median %.2f ms, worst of %d %.2f ms%n",
                name, millis[times / 2], times, millis[times - 1]);
    }

    private static long stranger() throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-c", "setsid sleep 60 >/dev/null 2>&1 & echo $!").start();
        long pid = Long.parseLong(shell.inputReader().readLine().strip());
        shell.waitFor();
        return pid;
    }
}
