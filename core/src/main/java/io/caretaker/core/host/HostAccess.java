package io.caretaker.core.host;

import io.caretaker.core.check.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reaching one host. Everything that touches a machine goes through it; local and SSH behave the
/// same. Thread-safe.
///
/// What a command or a service does comes back as a value. A host that cannot be reached is
/// `NotStarted` for commands, `UNKNOWN` for services, `Denied` for files, and a
/// [io.caretaker.core.problem.Problem] `UNREACHABLE` everywhere else. Waiting methods end at the
/// deadline or on interruption; those without a deadline end within [#OWN_LIMIT], and an
/// interruption makes them fail and stays set.
public interface HostAccess {
    /// The longest that a method without a deadline takes.
    Duration OWN_LIMIT = Duration.ofSeconds(10);

    CommandResult run(Command command, Deadline deadline) throws InterruptedException;

    /// The last `maxBytes` of a file (all of it when it is smaller).
    FileReply readTail(String path, int maxBytes);

    /// Replaces or creates a file so that a reader, or a crash, sees either the old or the new
    /// content, never a part; keeps owner and mode of an existing file; a new one gets `mode`
    /// (octal digits, `600`).
    ///
    /// Throws [io.caretaker.core.problem.Problem] when it cannot be written.
    void replaceFile(String path, byte[] content, String mode);

    /// Renames a file within its directory; false when there was none.
    boolean moveFile(String from, String to);

    /// A sample of the load.
    HostFacts facts(Deadline deadline) throws InterruptedException;

    /// The state of a service together with the host's load, in one round trip. The sample may be a
    /// few seconds old.
    default HostReport report(ServiceControl control, Deadline deadline)
            throws InterruptedException {
        return new HostReport(services().state(control, deadline), null);
    }

    /// A way to a TCP port as the host itself reaches it (`127.0.0.1` is the host, not this
    /// machine). It stays until it is closed or the connection to the host is lost.
    ///
    /// Throws [io.caretaker.core.problem.Problem] `UNREACHABLE` when the host cannot be reached.
    /// That nobody listens on the port shows only when it is used.
    default Tunnel tunnel(String host, int port, Deadline deadline) throws InterruptedException {
        return new Tunnel.Direct(host, port);
    }

    /// Whether the host can connect to a TCP port, by connecting once; nothing is sent. Of a
    /// machine that needs no tunnel it is always said to be open: whoever connects sees it.
    ///
    /// Throws [io.caretaker.core.problem.Problem] `UNREACHABLE` when the host cannot be reached,
    /// and `DENIED` when a key cannot be used.
    default FarPort look(String host, int port, Deadline deadline) throws InterruptedException {
        return new FarPort.Open();
    }

    /// All processes, with listening sockets where allowed to see them. This machine leaves out
    /// those in containers with a network of their own.
    List<ProcessFacts> processes();

    /// One process; empty when it does not exist (a zombie does not).
    Optional<ProcessFacts> process(long pid);

    ServiceManager services();
}
