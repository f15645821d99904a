package io.caretaker.server.keep;

import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.RecoveryStore;
import io.caretaker.core.status.StateStore;
import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.InMemoryStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// A store that goes away on command.
final class BreakableStore implements Store {
    final InMemoryStore real = new InMemoryStore();
    final AtomicInteger calls = new AtomicInteger();
    volatile boolean broken;

    /// Calls that still succeed before it breaks by itself.
    final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    private <T> T breakable(Class<T> port, T target) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> {
                            verify();
                            try {
                                return method.invoke(target, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Override
    public InventoryStore inventory() {
        return breakable(InventoryStore.class, real.inventory());
    }

    @Override
    public StateStore states() {
        return breakable(StateStore.class, real.states());
    }

    @Override
    public HistoryStore history() {
        return breakable(HistoryStore.class, real.history());
    }

    @Override
    public RecoveryStore recovery() {
        return breakable(RecoveryStore.class, real.recovery());
    }

    @Override
    public AuditLog audit() {
        return breakable(AuditLog.class, real.audit());
    }

    @Override
    public AlertStore alerts() {
        return breakable(AlertStore.class, real.alerts());
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public void verify() {
        calls.incrementAndGet();
        if (broken || left.getAndDecrement() <= 0) {
            throw new Problem(ProblemCode.UNREACHABLE, "the store does not answer", "");
        }
    }

    @Override
    public void close() {}
}
