package io.caretaker.core.host;

import io.caretaker.core.check.Deadline;
import java.util.List;
import java.util.Optional;

/// Reaching one host. Everything that touches a machine goes through it; local and SSH behave the
/// same. Thread-safe.
///
/// Failures of the host come back as values. Waiting methods end at the deadline or on
/// interruption.
public interface HostAccess {
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

    HostFacts facts();

    /// All processes, with listening sockets where allowed to see them.
    List<ProcessFacts> processes();

    /// One process; empty when it does not exist (a zombie does not).
    Optional<ProcessFacts> process(long pid);

    ServiceManager services();
}
