package io.caretaker.core.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tamper-evident record of everything that was done. Each record carries the hash of the one
/// before it.
///
/// Appending is durable when it returns, also with several processes appending at once.
public interface AuditLog {
    AuditRecord append(AuditEntry entry);

    /// The newest records, newest first.
    ///
    /// @param target only records of this target; null for all
    List<AuditRecord> recent(@Nullable String target, int limit);

    /// Records in their order, those after the number; for reading all in pages.
    List<AuditRecord> after(long number, int limit);

    /// Appends records of another log as they are, as when moving to another store. Atomic and
    /// durable.
    ///
    /// @throws io.caretaker.core.problem.Problem `INVALID` when they do not continue this chain;
    ///   then nothing was appended
    void restore(List<AuditRecord> records);

    /// Reads the whole chain.
    Verification verify();

    /// A stored entry.
    ///
    /// @param number 1 for the first record, without gaps
    record AuditRecord(long number, AuditEntry entry, String previousHash, String hash) {}

    /// The state of the chain.
    sealed interface Verification {
        record Intact(long records) implements Verification {}

        /// The first record that does not fit, and why.
        record Broken(long number, String reason) implements Verification {}
    }
}
