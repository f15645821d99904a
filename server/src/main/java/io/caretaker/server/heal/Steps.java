package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.server.heal.Attempt.Done;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes one step of the ladder on the service's host. Thread-safe.
final class Steps {
    private static final Pattern LOCK_OWNER = Pattern.compile("\\(PID (\\d{1,10})\\)");
    private static final Duration LONGEST_REAPING = Duration.ofSeconds(5);
    private static final Duration REAPING_LOOK = Duration.ofMillis(20);

    private final EvidenceCollector evidence;
    private final GoodConfigurations configurations;
    private final InstantSource clock;
    private final Function<ServiceId, @Nullable Long> lastEnded;

    Steps(
            EvidenceCollector evidence,
            GoodConfigurations configurations,
            InstantSource clock,
            Function<ServiceId, @Nullable Long> lastEnded) {
        this.evidence = evidence;
        this.configurations = configurations;
        this.clock = clock;
        this.lastEnded = lastEnded;
    }

    Done take(RecoveryStep step, Site site, Deadline deadline) throws InterruptedException {
        return switch (step) {
            case RELOAD -> control(ControlAction.RELOAD, site, deadline);
            case START -> start(site, deadline);
            case STOP -> control(ControlAction.STOP, site, deadline);
            case RESTART -> control(ControlAction.RESTART, site, deadline);
            case CLEAR_STALE_LOCK -> clearLock(site, deadline);
            case RESTORE_CONFIGURATION -> restore(site, deadline);
            case CUSTOM_SCRIPT -> script(site, deadline);
        };
    }

    private Done control(ControlAction action, Site site, Deadline deadline)
            throws InterruptedException {
        ServiceControl by = site.service().control();
        boolean sudo = site.host().ssh().useSudo();
        String did = action.name().toLowerCase(Locale.ROOT) + " by " + by(by);
        return Done.of(did, site.access().services().act(by, action, sudo, deadline));
    }

    /// Starts it, once its killed process has been reaped: until then servers and their tools take
    /// it for running. When that fails because its killed process has not been reaped yet, once
    /// more after it has been.
    private Done start(Site site, Deadline deadline) throws InterruptedException {
        HostAccess access = site.access();
        Long ended = lastEnded.apply(site.service().id());
        if (ended != null && access.process(ended).isEmpty()) {
            reaped(access, ended, deadline.within(LONGEST_REAPING));
        }
        Done first = control(ControlAction.START, site, deadline);
        OptionalLong dead =
                first.ok()
                        ? OptionalLong.empty()
                        : unreaped(access, evidence.text(site) + first.output());
        if (dead.isEmpty() || !reaped(access, dead.getAsLong(), deadline.within(LONGEST_REAPING))) {
            return first;
        }
        Done second = control(ControlAction.START, site, deadline);
        return new Done(
                second.did() + ", once its dead process " + dead.getAsLong() + " was reaped",
                second.ok(),
                second.output());
    }

    /// The process that the text names as the owner of a lock, when it is dead but still in the
    /// process table.
    private static OptionalLong unreaped(HostAccess access, String text) {
        OptionalLong named = OptionalLong.empty();
        Matcher matcher = LOCK_OWNER.matcher(text);
        while (matcher.find()) {
            named = OptionalLong.of(Long.parseLong(matcher.group(1)));
        }
        return named.isPresent()
                        && access.process(named.getAsLong()).isEmpty()
                        && inTable(access, named.getAsLong())
                ? named
                : OptionalLong.empty();
    }

    private static boolean inTable(HostAccess access, long pid) {
        return access.readTail("/proc/" + pid + "/stat", 1) instanceof FileReply.Content;
    }

    private static boolean reaped(HostAccess access, long pid, Deadline deadline)
            throws InterruptedException {
        while (inTable(access, pid)) {
            if (deadline.expired()) {
                return false;
            }
            Thread.sleep(REAPING_LOOK);
        }
        return true;
    }

    private static String by(ServiceControl control) {
        return switch (control) {
            case ServiceControl.Systemd systemd -> "systemd (" + systemd.unit() + ")";
            case ServiceControl.SysV sysV -> "service " + sysV.name();
            case ServiceControl.OpenRc openRc -> "rc-service " + openRc.name();
            case ServiceControl.PgCluster cluster ->
                    "pg_ctlcluster " + cluster.version() + " " + cluster.name();
            case ServiceControl.Commands _ -> "configured command";
            case ServiceControl.None _ -> "nothing";
        };
    }

    private Done clearLock(Site site, Deadline deadline) throws InterruptedException {
        var cleared = StaleLock.clear(site, evidence.text(site), clock.instant());
        Done started = start(site, deadline);
        return cleared.isEmpty()
                ? new Done(
                        "no lock file was proven stale; " + started.did(),
                        started.ok(),
                        started.output())
                : new Done(
                        cleared.get() + "; then " + started.did(), started.ok(), started.output());
    }

    private Done restore(Site site, Deadline deadline) throws InterruptedException {
        List<String> files = configurations.putBack(site, clock.instant(), deadline);
        Done started = start(site, deadline);
        return new Done(
                "put the last good " + String.join(", ", files) + " back; then " + started.did(),
                started.ok(),
                started.output());
    }

    private Done script(Site site, Deadline deadline) throws InterruptedException {
        if (!(site.service().recovery().action() instanceof RecoveryAction.CustomScript script)) {
            return new Done("no script is configured", false, "");
        }
        var command =
                Command.of(script.command())
                        .withSudo(site.host().ssh().useSudo())
                        .withEnvironment(
                                Map.of(
                                        "CARETAKER_SERVICE", site.service().id().value(),
                                        "CARETAKER_HOST", site.host().id().value()));
        return Done.of("ran " + script.command().getFirst(), site.access().run(command, deadline));
    }
}
