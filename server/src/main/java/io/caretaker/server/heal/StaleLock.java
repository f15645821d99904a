package io.caretaker.server.heal;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.inventory.Service;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the PID or lock file that keeps a dead service from starting, and moves it aside once it
/// is proven stale.
final class StaleLock {
    private static final Pattern FILE = Pattern.compile("(/[^\"'\\s]+\\.(?:pid|lock))\\b");
    private static final Pattern DATA_DIRECTORY = Pattern.compile("data directory \"(/[^\"]+)\"");
    private static final List<String> SERVERS =
            List.of("postgres", "postmaster", "mysqld", "mariadbd", "mongod", "mongos");
    private static final int PID_BYTES = 4096;

    private StaleLock() {}

    /// Moves the stale file aside; what was done, or empty when no file was proven stale.
    static Optional<String> clear(Site site, String log, Instant now) {
        Service service = site.service();
        HostAccess host = site.access();
        for (String file : candidates(service, log)) {
            Optional<String> stale =
                    staleBecause(host, file, service.check() instanceof CheckSpec.Database);
            if (stale.isPresent()) {
                String aside = file + ".stale-" + now.getEpochSecond();
                if (host.moveFile(file, aside)) {
                    return Optional.of("moved " + file + " aside to " + aside + ": " + stale.get());
                }
            }
        }
        return Optional.empty();
    }

    private static Set<String> candidates(Service service, String log) {
        var files = new LinkedHashSet<String>();
        if (service.check() instanceof CheckSpec.ProcessAlive alive && alive.pidFile() != null) {
            files.add(alive.pidFile());
        }
        Matcher directory = DATA_DIRECTORY.matcher(log);
        while (directory.find()) {
            files.add(directory.group(1) + "/postmaster.pid");
        }
        Matcher file = FILE.matcher(log);
        while (file.find()) {
            files.add(file.group(1));
        }
        return files;
    }

    /// Why the file is stale; empty when it is not, or when that is not certain.
    private static Optional<String> staleBecause(HostAccess host, String file, boolean database) {
        if (!(host.readTail(file, PID_BYTES) instanceof FileReply.Content content)) {
            return Optional.empty();
        }
        String first = content.text().lines().findFirst().orElse("").strip();
        if (!first.matches("-?\\d{1,10}")) {
            return Optional.empty();
        }
        long pid = Math.abs(Long.parseLong(first));
        Optional<ProcessFacts> owner = host.process(pid);
        if (inUse(host, file)) {
            return Optional.empty();
        }
        if (owner.isEmpty()) {
            return Optional.of("process " + pid + " is gone");
        }
        String program = owner.get().program();
        boolean uncertain =
                !database || program.isEmpty() || SERVERS.stream().anyMatch(program::startsWith);
        return uncertain
                ? Optional.empty()
                : Optional.of("process " + pid + " is " + program + ", not a database server");
    }

    /// Whether some server process still works in the file's directory. Its workers outlive a
    /// killed server by a moment, and the lock is what keeps a second server from the same data.
    private static boolean inUse(HostAccess host, String file) {
        String directory = file.substring(0, file.lastIndexOf('/'));
        return host.processes().stream()
                .filter(process -> SERVERS.stream().anyMatch(process.program()::startsWith))
                .anyMatch(process -> directory.equals(process.workingDirectory()));
    }
}
