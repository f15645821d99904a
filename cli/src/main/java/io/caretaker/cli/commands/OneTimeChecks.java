package io.caretaker.cli.commands;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Checks services once, all at the same time as far as permits go, each within its time limit.
final class OneTimeChecks {
    private static final int AT_ONCE = 256;
    private static final Duration GRACE = Duration.ofMillis(250);

    private final Checks checks;
    private final Function<Service, Host> hosts;
    private final Semaphore permits = new Semaphore(AT_ONCE);

    OneTimeChecks(Checks checks, Function<Service, Host> hosts) {
        this.checks = checks;
        this.hosts = hosts;
    }

    /// The results in the order of the services.
    List<CheckResult> run(List<Service> services) throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var results = new ArrayList<CheckResult>();
            var begun = new ArrayList<Future<CheckResult>>();
            for (Service service : services) {
                begun.add(threads.submit(() -> bounded(service, threads)));
            }
            for (int i = 0; i < begun.size(); i++) {
                results.add(result(services.get(i), begun.get(i)));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    /// The check runs in a thread of its own, so that one that hangs can be left behind.
    private CheckResult bounded(Service service, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        permits.acquire();
        try {
            Instant at = Instant.now();
            long began = System.nanoTime();
            Future<CheckResult> check =
                    threads.submit(() -> checks.run(service, hosts.apply(service)));
            try {
                Duration limit = service.monitoring().timeout().plus(GRACE);
                return check.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                check.cancel(true);
                return late(service, at, Duration.ofNanos(System.nanoTime() - began));
            }
        } finally {
            permits.release();
        }
    }

    private static CheckResult result(Service service, Future<CheckResult> check)
            throws InterruptedException {
        try {
            return check.get();
        } catch (ExecutionException e) {
            var outcome =
                    new Outcome.Unknown(
                            "caretaker's check met a defect", String.valueOf(e.getCause()));
            return made(service, outcome, Instant.now(), Duration.ZERO);
        }
    }

    private static CheckResult late(Service service, Instant at, Duration took) {
        var outcome =
                new Outcome.Down(
                        Fault.TIMED_OUT,
                        "no answer within " + service.monitoring().timeout().toMillis() + " ms",
                        null);
        return made(service, outcome, at, took);
    }

    private static CheckResult made(Service service, Outcome outcome, Instant at, Duration took) {
        return new CheckResult(
                service, CheckType.STATUS_CHECK, ProbeReply.of(outcome), at, took, false);
    }
}
