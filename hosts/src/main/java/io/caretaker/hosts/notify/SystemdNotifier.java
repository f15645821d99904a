package io.caretaker.hosts.notify;

import io.caretaker.core.host.ServiceNotifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks systemd's notification protocol: datagrams of `KEY=VALUE` lines to `NOTIFY_SOCKET`.
/// Thread-safe.
///
/// Source: sd_notify(3), sd_watchdog_enabled(3). systemd 245 and newer.
public final class SystemdNotifier implements ServiceNotifier {
    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);

    private final String socket;
    private final @Nullable Duration watchdog;
    private final Datagrams datagrams = new Datagrams();
    private final AtomicBoolean failing = new AtomicBoolean();

    private SystemdNotifier(String socket, @Nullable Duration watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /// The one that the environment of the process names, else [ServiceNotifier#NOBODY].
    ///
    /// @param pid this process; a watchdog that is meant for another is not ours to feed
    public static ServiceNotifier of(Map<String, String> environment, long pid) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (socket.isEmpty()) {
            return NOBODY;
        }
        if (!Datagrams.sendsTo(socket)) {
            LOG.atWarn()
                    .addKeyValue("socket", socket)
                    .log("the service manager's address is of an unknown kind; it is told nothing");
            return NOBODY;
        }
        return new SystemdNotifier(socket, watchdog(environment, pid));
    }

    private static @Nullable Duration watchdog(Map<String, String> environment, long pid) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String meant = environment.getOrDefault("WATCHDOG_PID", "");
        boolean ours = meant.isEmpty() || meant.equals(Long.toString(pid));
        return ours && micros.matches("[1-9][0-9]{0,14}")
                ? Duration.ofNanos(Long.parseLong(micros) * 1_000)
                : null;
    }

    @Override
    public void ready(String status) {
        tell("READY=1\n" + line(status));
    }

    @Override
    public void reloading() {
        tell("RELOADING=1\nMONOTONIC_USEC=" + datagrams.monotonicMicros() + "\n");
    }

    @Override
    public void stopping() {
        tell("STOPPING=1\n" + line("stopping"));
    }

    @Override
    public void status(String status) {
        tell(line(status));
    }

    @Override
    public void alive() {
        tell("WATCHDOG=1\n");
    }

    @Override
    public Optional<Duration> watchdog() {
        return Optional.ofNullable(watchdog);
    }

    /// A line break in it would begin another assignment.
    private static String line(String status) {
        return "STATUS=" + status.replaceAll("\\p{Cntrl}+", " ") + "\n";
    }

    private void tell(String text) {
        int error = datagrams.send(socket, text);
        if (error == 0) {
            failing.set(false);
        } else if (!failing.getAndSet(true)) {
            LOG.atWarn()
                    .addKeyValue("socket", socket)
                    .addKeyValue("errno", -error)
                    .log("the service manager does not listen; caretaker works on");
        }
    }
}
