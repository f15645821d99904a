package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts.Disk;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tells whether a file system that a service writes to is full. Thread-safe.
///
/// Only those count that hold its files, as far as its logs, configuration and start command name
/// them: some disk of the machine may be full for good. When none is named, every disk counts.
final class DiskSpace {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// Two segments of PostgreSQL's log: with less free, a server that needs one cannot start.
    private static final long FULL_KIBIBYTES = 32 * 1024;

    private static final Pattern LINE =
            Pattern.compile("\\S.*?\\s\\d+\\s+\\d+\\s+(-?\\d+)\\s+\\d+%");
    private static final Pattern ABSOLUTE = Pattern.compile("(?:--?[\\w-]+=)?(/[^=]+)");

    private final Ticker ticker;

    DiskSpace(Ticker ticker) {
        this.ticker = ticker;
    }

    boolean full(Site site) throws InterruptedException {
        List<Long> available = available(places(site.service()), site.access());
        return available.isEmpty()
                ? anyDiskFull(site.access())
                : available.stream().anyMatch(DiskSpace::little);
    }

    private boolean anyDiskFull(HostAccess host) throws InterruptedException {
        return host.facts(Deadline.after(LIMIT, ticker)).disks().stream()
                .mapToLong(Disk::availableBytes)
                .anyMatch(bytes -> little(bytes / 1024));
    }

    private static boolean little(long kibibytes) {
        return kibibytes < FULL_KIBIBYTES;
    }

    /// What `df` says of the places that exist; nothing when it cannot be asked.
    private List<Long> available(Set<String> places, HostAccess host) throws InterruptedException {
        if (places.isEmpty()) {
            return List.of();
        }
        var arguments = new ArrayList<>(List.of("df", "-P", "-k"));
        arguments.addAll(places);
        // It fails when one place is missing, and has told of the others.
        return host.run(Command.of(arguments), Deadline.after(LIMIT, ticker))
                        instanceof CommandResult.Exited exited
                ? exited.output()
                        .lines()
                        .map(LINE::matcher)
                        .filter(Matcher::find)
                        .map(matcher -> Long.valueOf(matcher.group(1)))
                        .toList()
                : List.of();
    }

    private static Set<String> places(Service service) {
        var places = new LinkedHashSet<String>();
        Stream.concat(service.logFiles().stream(), service.configFiles().stream())
                .map(file -> file.substring(0, Math.max(1, file.lastIndexOf('/'))))
                .forEach(places::add);
        if (service.control() instanceof ServiceControl.Commands commands) {
            commands.start().stream()
                    .skip(1)
                    .map(ABSOLUTE::matcher)
                    .filter(Matcher::matches)
                    .forEach(matcher -> places.add(matcher.group(1)));
        }
        // PostgreSQL's log is often a link to a disk of its own.
        List.copyOf(places).forEach(place -> places.add(place + "/pg_wal"));
        return places;
    }
}
