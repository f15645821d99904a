package io.caretaker.testkit.store;

import io.caretaker.core.audit.AuditChain;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An audit log in memory. Thread-safe.
final class InMemoryAudit implements AuditLog {
    private final List<AuditRecord> records = new ArrayList<>();

    @Override
    public synchronized AuditRecord append(AuditEntry entry) {
        String previous = records.isEmpty() ? AuditChain.GENESIS : records.getLast().hash();
        AuditRecord record = AuditChain.link(records.size() + 1, previous, entry.kept());
        records.add(record);
        return record;
    }

    @Override
    public synchronized List<AuditRecord> recent(@Nullable String target, int limit) {
        return records.reversed().stream()
                .filter(record -> target == null || record.entry().target().equals(target))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<AuditRecord> after(long number, int limit) {
        return records.stream().filter(each -> each.number() > number).limit(limit).toList();
    }

    @Override
    public synchronized void restore(List<AuditRecord> more) {
        AuditRecord previous = records.isEmpty() ? null : records.getLast();
        for (AuditRecord each : more) {
            String fault = AuditChain.fault(previous, each);
            if (fault != null) {
                throw new Problem(
                        ProblemCode.INVALID, "record " + each.number() + ": " + fault, "");
            }
            previous = each;
        }
        records.addAll(more);
    }

    @Override
    public synchronized Verification verify() {
        AuditRecord previous = null;
        for (AuditRecord each : records) {
            String fault = AuditChain.fault(previous, each);
            if (fault != null) {
                return new Verification.Broken(each.number(), fault);
            }
            previous = each;
        }
        return new Verification.Intact(records.size());
    }
}
