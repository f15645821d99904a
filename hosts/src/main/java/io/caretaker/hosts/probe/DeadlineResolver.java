package io.caretaker.hosts.probe;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks names up on threads of its own, since the platform's lookup can neither be interrupted nor
/// given a limit, and blocks the carrier of a virtual thread. Thread-safe.
///
/// A lookup that hangs keeps one of at most 64 threads until the platform gives it up; the same
/// name asked again joins it. While all threads hang, a question that would have to wait for one is
/// answered [Resolution.TimedOut] at once.
public final class DeadlineResolver implements NameResolver, AutoCloseable {
    private static final long STEP_MILLIS = 50;

    private final Lookup lookup;
    private final LookupThreads threads = new LookupThreads();
    private final Map<String, PendingLookup> pending = new ConcurrentHashMap<>();

    /// The platform's name service, or a test's.
    @FunctionalInterface
    public interface Lookup {
        List<InetAddress> find(String host) throws UnknownHostException;
    }

    public DeadlineResolver() {
        this(host -> List.of(InetAddress.getAllByName(host)));
    }

    public DeadlineResolver(Lookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Resolution resolve(String host, Deadline deadline) throws InterruptedException {
        InetAddress literal = Literals.parse(host);
        if (literal != null) {
            return new Resolution.Found(List.of(literal));
        }
        PendingLookup wanted = join(host.toLowerCase(Locale.ROOT));
        try {
            return await(wanted, deadline);
        } finally {
            if (wanted.leave()) {
                pending.remove(wanted.host(), wanted);
            }
        }
    }

    private PendingLookup join(String host) {
        while (true) {
            PendingLookup wanted = pending.computeIfAbsent(host, this::submit);
            if (wanted.join()) {
                return wanted;
            }
            pending.remove(host, wanted);
        }
    }

    private PendingLookup submit(String host) {
        var wanted =
                new PendingLookup(
                        host,
                        () -> lookup.find(host),
                        self -> {
                            threads.finished();
                            pending.remove(host, self);
                        });
        threads.execute(wanted);
        return wanted;
    }

    private Resolution await(PendingLookup wanted, Deadline deadline) throws InterruptedException {
        while (!deadline.expired()) {
            try {
                long step = Math.min(STEP_MILLIS, deadline.remainingMillis());
                return new Resolution.Found(wanted.get(step, TimeUnit.MILLISECONDS));
            } catch (TimeoutException _) {
                if (!wanted.started() && threads.stuck()) {
                    return new Resolution.TimedOut();
                }
            } catch (ExecutionException e) {
                return failure(wanted.host(), Objects.requireNonNullElse(e.getCause(), e));
            }
        }
        return new Resolution.TimedOut();
    }

    /// The platform throws the same exception for a name that does not exist and for a name service
    /// that does not answer; only its text tells them apart.
    private static Resolution failure(String host, Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("Temporary failure in name resolution")
                ? new Resolution.TimedOut()
                : new Resolution.NotFound("the name " + host + " does not exist");
    }

    @Override
    public void close() {
        threads.close();
    }
}
