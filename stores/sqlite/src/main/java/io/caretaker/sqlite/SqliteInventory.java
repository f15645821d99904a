package io.caretaker.sqlite;

import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.inventory.Service;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The inventory as JSON documents, one a row. Thread-safe.
final class SqliteInventory implements InventoryStore {
    private final Database database;

    SqliteInventory(Database database) {
        this.database = database;
    }

    @Override
    public Inventory read() {
        return database.read(SqliteInventory::read);
    }

    @Override
    public Inventory apply(List<InventoryChange> changes, Instant now) {
        return database.write(file -> {
            Inventory before = read(file);
            Inventory after = before.with(changes, now);
            if (write(file, before, after) > 0) {
                file.update("UPDATE inventory_revision SET revision = revision + 1");
            }
            return after;
        });
    }

    @Override
    public long revision() {
        return database.read(file -> file.number("SELECT revision FROM inventory_revision"));
    }

    private static Inventory read(SqliteFile file) throws SQLException {
        return Inventory.of(
                file.list("SELECT document FROM hosts", row -> Documents.host(row.getString(1))),
                file.list(
                        "SELECT document FROM services",
                        row -> Documents.service(row.getString(1))),
                file.list(
                        "SELECT document FROM environments",
                        row -> Documents.environment(row.getString(1))));
    }

    private static int write(SqliteFile file, Inventory before, Inventory after)
            throws SQLException {
        return write(file, "hosts", hosts(before), hosts(after), Documents::of)
                + write(file, "services", services(before), services(after), Documents::of)
                + write(
                        file,
                        "environments",
                        environments(before),
                        environments(after),
                        Documents::of);
    }

    private static <T> int write(
            SqliteFile file,
            String table,
            Map<String, T> before,
            Map<String, T> after,
            Function<T, String> document)
            throws SQLException {
        int changed = 0;
        for (String id : before.keySet()) {
            if (!after.containsKey(id)) {
                changed += file.update("DELETE FROM " + table + " WHERE id = ?", id);
            }
        }
        for (Map.Entry<String, T> each : after.entrySet()) {
            if (!each.getValue().equals(before.get(each.getKey()))) {
                changed +=
                        file.update(
                                "INSERT OR REPLACE INTO " + table + " VALUES (?, ?)",
                                each.getKey(),
                                document.apply(each.getValue()));
            }
        }
        return changed;
    }

    private static Map<String, Host> hosts(Inventory inventory) {
        return byId(inventory.hosts(), host -> host.id().value());
    }

    private static Map<String, Service> services(Inventory inventory) {
        return byId(inventory.services(), service -> service.id().value());
    }

    private static Map<String, Environment> environments(Inventory inventory) {
        return byId(inventory.environments(), Environment::name);
    }

    private static <T> Map<String, T> byId(Collection<T> all, Function<T, String> id) {
        return all.stream().collect(Collectors.toMap(id, each -> each));
    }
}
