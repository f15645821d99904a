package io.caretaker.cli.daemon;

import io.caretaker.cli.config.Settings;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what `caretaker.yaml` declares into the store.
public final class DeclaredInventory {
    private static final Logger LOG = LoggerFactory.getLogger("daemon");

    private DeclaredInventory() {}

    /// Changes what differs, in one step.
    ///
    /// @throws io.caretaker.core.problem.Problem when what is declared does not fit to what others
    ///   have added; then nothing has changed
    public static void apply(Store store, Settings.Declared declared) {
        Instant now = Instant.now();
        List<InventoryChange> changes =
                DeclaredEntries.changes(store.inventory().read(), declared, now);
        if (changes.isEmpty()) {
            return;
        }
        store.inventory().apply(changes, now);
        store.audit()
                .append(
                        AuditEntry.of(
                                now,
                                "caretaker",
                                "inventory.declared",
                                "",
                                true,
                                changes.size() + " entries of caretaker.yaml put or removed"));
        LOG.atInfo()
                .addKeyValue("changes", changes.size())
                .log("the inventory is as caretaker.yaml declares it");
    }
}
