package io.caretaker.server.care;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DiskForecast;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.FailedLogIns;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.HostErrands;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a database's host knows of it and the database itself cannot say: when the disk under its
/// data will be full, and how often log-ins were refused. Looks once a minute, on errands, and only
/// while the database is up. Thread-safe.
public final class HostSide implements StatusBoard.Listener, AutoCloseable {
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MOST_READ = 256 * 1024;
    private static final int ONCE_READ = 1024 * 1024;

    /// A line of `df -P -k`: device, size, used, available, share, mount point.
    private static final Pattern DISK =
            Pattern.compile("\\s(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+\\d+%\\s+/");

    private final Hosts hosts;
    private final Function<Service, Optional<Host>> homes;
    private final Map<EngineKind, DatabaseEngine> engines = new EnumMap<>(EngineKind.class);
    private final InstantSource clock;
    private final Ticker ticker;
    private final HostErrands errands = new HostErrands("looking at databases' disks and logs");
    private final Map<ServiceId, Known> known = new ConcurrentHashMap<>();
    private final Map<ServiceId, Long> nextNanos = new ConcurrentHashMap<>();

    public HostSide(
            Hosts hosts,
            Function<Service, Optional<Host>> homes,
            List<DatabaseEngine> engines,
            InstantSource clock,
            Ticker ticker) {
        this.hosts = hosts;
        this.homes = homes;
        this.clock = clock;
        this.ticker = ticker;
        engines.forEach(engine -> engine.kinds().forEach(kind -> this.engines.put(kind, engine)));
    }

    /// What is remembered of one database. Touched by one errand at a time.
    private static final class Known {
        private final DiskForecast disk = new DiskForecast();
        private final FailedLogIns logIns = new FailedLogIns();
        private final Map<String, Long> marks = new HashMap<>();
        private volatile Metrics metrics = Metrics.NONE;
    }

    /// The newest numbers; none before the first look.
    public Metrics metrics(Service service) {
        Known about = known.get(service.id());
        return about == null ? Metrics.NONE : about.metrics;
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        Service service = result.service();
        if (service.check() instanceof CheckSpec.Database database
                && transition.state().lastResult().up()
                && due(service)) {
            homes.apply(service)
                    .ifPresent(home ->
                            errands.send(home.id(), () -> look(service, database.target(), home)));
        }
    }

    private boolean due(Service service) {
        long now = ticker.nanos();
        Long next = nextNanos.get(service.id());
        if (next != null && now - next < 0) {
            return false;
        }
        nextNanos.put(service.id(), now + EVERY.toNanos());
        return true;
    }

    private void look(Service service, DatabaseTarget target, Host home)
            throws InterruptedException {
        DatabaseEngine engine = engines.get(target.engine());
        if (engine == null) {
            return;
        }
        Known about = known.computeIfAbsent(service.id(), _ -> new Known());
        HostAccess access = hosts.of(home);
        Metrics.Builder metrics = Metrics.builder();
        Free free = free(engine, target, access, Deadline.after(LIMIT, ticker));
        Instant now = clock.instant();
        if (free != null) {
            about.disk.add(now, free.available);
            free.put(metrics);
            Double full = about.disk.secondsUntilFull();
            if (full != null) {
                metrics.put("disk_full_in_s", full);
            }
        }
        List<Pattern> signs = engine.failedLogInSigns();
        if (!signs.isEmpty() && follow(service, about, signs, access, now)) {
            metrics.put("failed_logins_per_hour", about.logIns.lastHour(now));
        }
        about.metrics = metrics.build();
    }

    /// Reads what the logs got since; false when none can be read.
    private static boolean follow(
            Service service, Known about, List<Pattern> signs, HostAccess access, Instant now) {
        boolean any = false;
        for (String file : service.logFiles()) {
            Long mark = about.marks.get(file);
            int most = mark == null ? 1 : MOST_READ;
            if (access.readTail(file, most) instanceof FileReply.Content content) {
                any = true;
                if (mark != null && mark != content.size()) {
                    about.logIns.add(now, FailedLogIns.count(fresh(content, mark), signs));
                }
                about.marks.put(file, content.size());
            }
        }
        return any;
    }

    private static String fresh(FileReply.Content content, long mark) {
        // A shorter file than remembered was rotated: all of it is new.
        long added = content.size() >= mark ? content.size() - mark : content.size();
        String text = content.text();
        return text.substring((int) Math.max(0, text.length() - added));
    }

    /// The same for somebody who looks once: no forecast, and log-ins by the times in the log.
    public static Metrics once(
            Service service,
            DatabaseEngine engine,
            DatabaseTarget target,
            HostAccess access,
            Instant now,
            Deadline deadline)
            throws InterruptedException {
        Metrics.Builder metrics = Metrics.builder();
        Free free = free(engine, target, access, deadline);
        if (free != null) {
            free.put(metrics);
        }
        List<Pattern> signs = engine.failedLogInSigns();
        int all = 0;
        boolean any = false;
        for (String file : signs.isEmpty() ? List.<String>of() : service.logFiles()) {
            if (access.readTail(file, ONCE_READ) instanceof FileReply.Content content) {
                Integer some = FailedLogIns.inText(content.text(), signs, now);
                any |= some != null;
                all += some == null ? 0 : some;
            }
        }
        if (any) {
            metrics.put("failed_logins_per_hour", all);
        }
        return metrics.build();
    }

    private record Free(double total, double used, double available) {
        private void put(Metrics.Builder metrics) {
            metrics.put("data_disk_free_bytes", available);
            // As `df` reckons: without what is reserved for the superuser.
            metrics.put("data_disk_usage_percent", 100 * used / (used + available));
        }
    }

    /// The fuller of the disks under the data and under the transaction log.
    private static @Nullable Free free(
            DatabaseEngine engine, DatabaseTarget target, HostAccess access, Deadline deadline)
            throws InterruptedException {
        List<String> places = engine.dataDirectories(target);
        Free least = null;
        for (String place : places) {
            CommandResult result =
                    access.run(Command.of(List.of("df", "-P", "-k", place)), deadline);
            if (result instanceof CommandResult.Exited exited) {
                Matcher line = DISK.matcher(exited.output());
                if (line.find()) {
                    var free =
                            new Free(
                                    1024.0 * Long.parseLong(line.group(1)),
                                    1024.0 * Long.parseLong(line.group(2)),
                                    1024.0 * Long.parseLong(line.group(3)));
                    least = least == null || free.available < least.available ? free : least;
                }
            }
        }
        return least;
    }

    /// Gives up what is remembered of services that are gone.
    public void forget(Set<ServiceId> gone) {
        known.keySet().removeAll(gone);
        nextNanos.keySet().removeAll(gone);
    }

    @Override
    public void close() {
        errands.close();
    }
}
