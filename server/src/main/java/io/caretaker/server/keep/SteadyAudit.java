package io.caretaker.server.keep;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The audit log; what is appended while the store does not answer gets its number and its place in
/// the chain when it does.
record SteadyAudit(StoreLine line) implements AuditLog {
    /// Appends the entry.
    ///
    /// @return number 0 and no hashes while the entry waits for the store
    @Override
    public AuditRecord append(AuditEntry entry) {
        var appended = new AtomicReference<>(new AuditRecord(0, entry, "", ""));
        line.tell(
                store -> appended.set(store.audit().append(entry)),
                () -> List.of(new Waiting.Audited(entry)));
        return appended.get();
    }

    @Override
    public List<AuditRecord> recent(@Nullable String target, int limit) {
        return line.ifThere(store -> store.audit().recent(target, limit));
    }

    @Override
    public List<AuditRecord> after(long number, int limit) {
        return line.ifThere(store -> store.audit().after(number, limit));
    }

    @Override
    public void restore(List<AuditRecord> records) {
        line.ifThere(store -> {
            store.audit().restore(records);
            return true;
        });
    }

    @Override
    public Verification verify() {
        return line.ifThere(store -> store.audit().verify());
    }
}
