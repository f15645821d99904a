package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Measures by hand what a plain TCP check costs. Not a test: the numbers depend on the machine.
public final class TcpThroughput {
    private TcpThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int perSecond = 2000;
        int seconds = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        try (var server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
                var resolver = new DeadlineResolver();
                var checks = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread.ofPlatform().daemon().start(() -> acceptAll(server));
            var probe = new TcpProbe(resolver);
            var spec = new CheckSpec.Tcp("127.0.0.1", server.getLocalPort(), null, null);
            var service = Services.checkedBy(spec);
            var up = new AtomicInteger();
            var failed = new AtomicInteger();
            long cpu = system.getProcessCpuTime();
            long begin = System.nanoTime();
            for (int n = 0; n < perSecond * seconds; n++) {
                long due = begin + n * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due) {
                    Thread.sleep(1);
                }
                var _ =
                        checks.submit(() -> {
                            var reply =
                                    probe.probe(
                                            service, Services.HOST, spec, Services.within(2000));
                            (reply.outcome() instanceof Outcome.Up ? up : failed).incrementAndGet();
                            return reply;
                        });
            }
            long sum = perSecond * (long) seconds;
            while (up.get() + failed.get() < sum) {
                Thread.sleep(1);
            }
            double took = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%d up, %d failed, %.0f a second, %.0f µs CPU each (with the server's)%n",
                    up.get(),
                    failed.get(),
                    sum / took,
                    (system.getProcessCpuTime() - cpu) / 1e3 / sum);
        }
        System.out.println(garbage(threads) + " bytes of garbage a check");
    }

    private static long garbage(com.sun.management.ThreadMXBean threads) throws Exception {
        try (var server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
                var resolver = new DeadlineResolver()) {
            Thread.ofPlatform().daemon().start(() -> acceptAll(server));
            var probe = new TcpProbe(resolver);
            var spec = new CheckSpec.Tcp("127.0.0.1", server.getLocalPort(), null, null);
            var service = Services.checkedBy(spec);
            long own = Thread.currentThread().threadId();
            long before = threads.getThreadAllocatedBytes(own);
            for (int i = 0; i < 5000; i++) {
                probe.probe(service, Services.HOST, spec, Services.within(2000));
            }
            return (threads.getThreadAllocatedBytes(own) - before) / 5000;
        }
    }

    private static void acceptAll(ServerSocket server) {
        while (true) {
            try (var connection = server.accept()) {
                while (connection.getInputStream().read() >= 0) {
                    // To the end.
                }
            } catch (IOException _) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }
}
