package io.caretaker.server.heal;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
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

/// Takes one step of the ladder on this machine. Thread-safe.
final class Steps {
    private static final Pattern LOCK_OWNER = Pattern.compile("\\(PID (\\d{1,10})\\)");
    private static final Duration LONGEST_REAPING = Duration.ofSeconds(5);
    private static final Duration REAPING_LOOK = Duration.ofMillis(20);

    private final HostAccess access;
    private final EvidenceCollector evidence;
    private final GoodConfigurations configurations;
    private final StaleLock staleLock;
    private final InstantSource clock;
    private final Function<ServiceId, @Nullable Long> lastEnded;

    Steps(
            HostAccess access,
            EvidenceCollector evidence,
            GoodConfigurations configurations,
            InstantSource clock,
            Function<ServiceId, @Nullable Long> lastEnded) {
        this.access = access;
        this.evidence = evidence;
        this.configurations = configurations;
        this.staleLock = new StaleLock(access);
        this.clock = clock;
        this.lastEnded = lastEnded;
    }

    Done take(RecoveryStep step, Service service, Host host, Deadline deadline)
            throws InterruptedException {
        return switch (step) {
            case RELOAD -> control(ControlAction.RELOAD, service, host, deadline);
            case START -> start(service, host, deadline);
            case STOP -> control(ControlAction.STOP, service, host, deadline);
            case RESTART -> control(ControlAction.RESTART, service, host, deadline);
            case CLEAR_STALE_LOCK -> clearLock(service, host, deadline);
            case RESTORE_CONFIGURATION -> restore(service, host, deadline);
            case CUSTOM_SCRIPT -> script(service, host, deadline);
        };
    }

    private Done control(ControlAction action, Service service, Host host, Deadline deadline)
            throws InterruptedException {
        String did = action.name().toLowerCase(Locale.ROOT) + " by " + by(service.control());
        return Done.of(
                did,
                access.services().act(service.control(), action, host.ssh().useSudo(), deadline));
    }

    /// Starts it, once its killed process has been reaped: until then servers and their tools take
    /// it for running. When that fails because its killed process has not been reaped yet, once
    /// more after it has been.
    private Done start(Service service, Host host, Deadline deadline) throws InterruptedException {
        Long ended = lastEnded.apply(service.id());
        if (ended != null && access.process(ended).isEmpty()) {
            reaped(ended, deadline.within(LONGEST_REAPING));
        }
        Done first = control(ControlAction.START, service, host, deadline);
        OptionalLong dead =
                first.ok()
                        ? OptionalLong.empty()
                        : unreaped(evidence.text(service) + first.output());
        if (dead.isEmpty() || !reaped(dead.getAsLong(), deadline.within(LONGEST_REAPING))) {
            return first;
        }
        Done second = control(ControlAction.START, service, host, deadline);
        return new Done(
                second.did() + ", once its dead process " + dead.getAsLong() + " was reaped",
                second.ok(),
                second.output());
    }

    /// The process that the text names as the owner of a lock, when it is dead but still in the
    /// process table.
    private OptionalLong unreaped(String text) {
        OptionalLong named = OptionalLong.empty();
        Matcher matcher = LOCK_OWNER.matcher(text);
        while (matcher.find()) {
            named = OptionalLong.of(Long.parseLong(matcher.group(1)));
        }
        return named.isPresent()
                        && access.process(named.getAsLong()).isEmpty()
                        && inTable(named.getAsLong())
                ? named
                : OptionalLong.empty();
    }

    private boolean inTable(long pid) {
        return access.readTail("/proc/" + pid + "/stat", 1) instanceof FileReply.Content;
    }

    private boolean reaped(long pid, Deadline deadline) throws InterruptedException {
        while (inTable(pid)) {
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

    private Done clearLock(Service service, Host host, Deadline deadline)
            throws InterruptedException {
        var cleared = staleLock.clear(service, evidence.text(service), clock.instant());
        Done started = start(service, host, deadline);
        return cleared.isEmpty()
                ? new Done(
                        "no lock file was proven stale; " + started.did(),
                        started.ok(),
                        started.output())
                : new Done(
                        cleared.get() + "; then " + started.did(), started.ok(), started.output());
    }

    private Done restore(Service service, Host host, Deadline deadline)
            throws InterruptedException {
        List<String> files = configurations.putBack(service, clock.instant(), deadline);
        Done started = start(service, host, deadline);
        return new Done(
                "put the last good " + String.join(", ", files) + " back; then " + started.did(),
                started.ok(),
                started.output());
    }

    private Done script(Service service, Host host, Deadline deadline) throws InterruptedException {
        if (!(service.recovery().action() instanceof RecoveryAction.CustomScript script)) {
            return new Done("no script is configured", false, "");
        }
        var command =
                Command.of(script.command())
                        .withSudo(host.ssh().useSudo())
                        .withEnvironment(
                                Map.of(
                                        "CARETAKER_SERVICE", service.id().value(),
                                        "CARETAKER_HOST", host.id().value()));
        return Done.of("ran " + script.command().getFirst(), access.run(command, deadline));
    }
}
