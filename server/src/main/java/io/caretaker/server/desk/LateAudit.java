package io.caretaker.server.desk;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The audit log of a store that is opened, and made where there is none, only when something is to
/// be written down: a dry run leaves no trace.
public record LateAudit(Supplier<AuditLog> log) implements AuditLog {
    @Override
    public AuditRecord append(AuditEntry entry) {
        return log.get().append(entry);
    }

    @Override
    public List<AuditRecord> recent(@Nullable String target, int limit) {
        return log.get().recent(target, limit);
    }

    @Override
    public List<AuditRecord> after(long number, int limit) {
        return log.get().after(number, limit);
    }

    @Override
    public void restore(List<AuditRecord> records) {
        log.get().restore(records);
    }

    @Override
    public Verification verify() {
        return log.get().verify();
    }
}
