package io.caretaker.server.desk;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.RecoveryStep;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import io.caretaker.server.heal.Deliberator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gathers what speaks for and against a recovery that waits for a person. What cannot be read is
/// named and left out: the question is open all the same.
record Cases(Store store, Map<ServiceId, ServiceState> states, Deliberator deliberator) {
    private static final int CHECKS = 10;
    private static final int ROWS = 200;
    private static final int RECOVERIES = 10;
    private static final int RECORDS = 200;

    /// The approval of that number.
    ///
    /// @throws Problem `NOT_FOUND` when there is none
    static Approval find(List<Approval> approvals, String number) {
        return approvals.stream()
                .filter(each -> each.id().equals(number))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND,
                                "no recovery was asked about under '" + number + "'",
                                "`caretaker approvals` lists those that wait"));
    }

    /// @param look whether to look at the host and the traces as well
    ApprovalCase of(Approval approval, Service service, boolean look) throws InterruptedException {
        ServiceState state = states.getOrDefault(service.id(), ServiceState.unseen(service.id()));
        var missing = new ArrayList<String>();
        return new ApprovalCase(
                approval,
                service,
                store.inventory().read().hostOf(service),
                state,
                read("failed checks", missing, () -> checks(service.id(), state)),
                read("recoveries", missing, () -> recoveries(service.id())),
                deliberation(service, look, missing),
                missing);
    }

    private Deliberation deliberation(Service service, boolean look, List<String> missing)
            throws InterruptedException {
        if (look) {
            try {
                return deliberator.look(service, RecoveryTrigger.AUTOMATIC, true);
            } catch (Problem problem) {
                missing.add("the look at the host: " + problem.message());
            }
        }
        return deliberator.outlook(service, RecoveryTrigger.AUTOMATIC);
    }

    private static <T> List<T> read(String what, List<String> missing, Supplier<List<T>> question) {
        try {
            return question.get();
        } catch (Problem problem) {
            missing.add(what + ": " + problem.message());
            return List.of();
        }
    }

    private List<HistoryEntry> checks(ServiceId id, ServiceState state) {
        @Nullable Instant since = state.statusSince();
        Stream<HistoryEntry> failed =
                store.history().recent(id, ROWS).stream()
                        .filter(each -> each.recovery() == null && !each.status().up());
        // The soft failures before it was believed belong to it.
        return since == null || !state.status().down()
                ? failed.limit(CHECKS).toList()
                : failed.takeWhile(each -> !each.timestamp().isBefore(since.minusSeconds(300)))
                        .limit(CHECKS)
                        .toList();
    }

    private List<AuditEntry> recoveries(ServiceId id) {
        return store.audit().recent(id.value(), RECORDS).stream()
                .map(AuditRecord::entry)
                .filter(each -> step(each.action()))
                .limit(RECOVERIES)
                .toList();
    }

    private static boolean step(String action) {
        return Stream.of(RecoveryStep.values())
                .anyMatch(
                        step -> action.equals("recovery." + step.name().toLowerCase(Locale.ROOT)));
    }

    static Problem nothingWaits(String number) {
        return new Problem(
                ProblemCode.NOT_FOUND,
                "no recovery waits for approval under '" + number + "'",
                "it may have expired or been decided; `caretaker approvals` lists those that wait");
    }
}
