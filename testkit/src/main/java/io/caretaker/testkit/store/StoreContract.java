package io.caretaker.testkit.store;

import io.caretaker.core.store.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// What the contract suites share: stores that are opened for a test and closed after it.
public abstract class StoreContract {
    private final Deque<Store> opened = new ArrayDeque<>();
    private @Nullable Store first;

    /// Opens the store of this test, which is empty at first. Called twice in a test it gives two
    /// handles on the same content, as two processes have them.
    protected abstract Store openStore();

    /// The test's first handle.
    protected final Store store() {
        Store store = first;
        if (store == null) {
            store = another();
            first = store;
        }
        return store;
    }

    /// One more handle on the same content.
    protected final Store another() {
        Store store = openStore();
        opened.push(store);
        return store;
    }

    /// What one of several callers does with its own handle.
    protected interface Caller {
        void run(Store handle, int number);
    }

    /// Runs callers at once, each on a virtual thread with a handle of its own.
    protected final void atOnce(int callers, Caller caller) throws Exception {
        var tasks = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < callers; i++) {
            Store handle = another();
            int number = i;
            tasks.add(() -> {
                caller.run(handle, number);
                return true;
            });
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : executor.invokeAll(tasks)) {
                done.get();
            }
        }
    }

    @AfterEach
    void closeStores() {
        opened.forEach(Store::close);
    }
}
