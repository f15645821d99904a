package io.caretaker.web.inventory;

import io.caretaker.core.document.SecretDocument;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.server.desk.Asker;
import io.caretaker.server.desk.Credentials;
import io.caretaker.server.desk.DatabaseHome;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.Expected;
import io.caretaker.server.desk.InventoryDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Puts a database into the inventory, with its host where that is not known, or gives a log-in to
/// one that is there. A typed password goes into a file of its own first.
final class NewDatabase {
    private final InventoryDesk desk;
    private final Credentials credentials;

    NewDatabase(InventoryDesk desk, Credentials credentials) {
        this.desk = desk;
        this.credentials = credentials;
    }

    /// @param password that was typed; null for one that is kept elsewhere, or none
    /// @return the service's id
    /// @throws Problem when it is not taken; then no password is kept either
    String save(DatabaseForm form, @Nullable Secret password, Inventory inventory, String actor) {
        boolean fresh = form.service().isEmpty();
        String id =
                fresh
                        ? free(DatabaseForm.id("svc_", form.name()), services(inventory))
                        : form.service();
        if (!form.secret().equals("typed") || password == null) {
            write(form, id, form.keptElsewhere(), inventory, new Asker(actor, false));
            return id;
        }
        // What would be refused must not change the password of a service that is watched already.
        write(form, id, credentials.place(id), inventory, new Asker(actor, true));
        SecretReference.FromFile file = credentials.keep(id, password);
        try {
            write(form, id, file, inventory, new Asker(actor, false));
            return id;
        } catch (Problem problem) {
            if (fresh) {
                credentials.forget(file);
            }
            throw problem;
        }
    }

    private static Predicate<String> services(Inventory inventory) {
        List<String> ids = new EntryKind.Services().ids(inventory);
        return ids::contains;
    }

    private static String free(String wanted, Predicate<String> taken) {
        String id = wanted;
        for (int i = 2; taken.test(id); i++) {
            id = wanted + "_" + i;
        }
        return id;
    }

    private void write(
            DatabaseForm form,
            String id,
            @Nullable SecretReference password,
            Inventory inventory,
            Asker asker) {
        Map<String, @Nullable Object> check = check(form, password);
        if (!form.service().isEmpty()) {
            var patch = new LinkedHashMap<String, @Nullable Object>();
            patch.put("monitoring", Map.of("method", "database"));
            patch.put("check", check);
            desk.patch(new EntryKind.Services(), id, patch, Expected.present(), asker);
            return;
        }
        var document = new LinkedHashMap<String, @Nullable Object>();
        Optional<Host> known = host(form, inventory);
        String host =
                known.map(each -> each.id().value())
                        .orElseGet(() ->
                                free(
                                        DatabaseForm.id("host_", form.address()),
                                        new EntryKind.Hosts().ids(inventory)::contains));
        if (known.isEmpty()) {
            document.put("hosts", List.of(newHost(form, host)));
        }
        document.put("services", List.of(service(form, id, host, check)));
        desk.apply(document, "the dashboard", asker);
    }

    /// The host it runs on: the one that was chosen, or the one whose address that is; empty when
    /// the inventory has none.
    static Optional<Host> host(DatabaseForm form, Inventory inventory) {
        return form.host().isEmpty()
                ? DatabaseHome.hostOf(inventory, form.address())
                : inventory.hosts().stream()
                        .filter(each -> each.id().value().equals(form.host()))
                        .findFirst();
    }

    private static Map<String, @Nullable Object> newHost(DatabaseForm form, String id) {
        var host = new LinkedHashMap<String, @Nullable Object>();
        host.put("host_id", id);
        host.put("hostname", form.address());
        host.put("ip_address", form.address());
        host.put("environment", form.environment());
        host.put("region", form.region());
        return host;
    }

    private static Map<String, @Nullable Object> service(
            DatabaseForm form, String id, String host, Map<String, @Nullable Object> check) {
        var service = new LinkedHashMap<String, @Nullable Object>();
        service.put("service_id", id);
        service.put("host_id", host);
        service.put("service_type", form.engine());
        service.put("display_name", form.name());
        service.put("monitoring", Map.of("method", "database"));
        service.put("check", check);
        return service;
    }

    private static Map<String, @Nullable Object> check(
            DatabaseForm form, @Nullable SecretReference password) {
        var check = new LinkedHashMap<String, @Nullable Object>();
        check.put("engine", form.engine());
        check.put("host", form.address());
        check.put("port", form.portNumber());
        boolean old = !form.service().isEmpty();
        put(check, "database", form.database(), old);
        put(check, "user", form.user(), old);
        put(check, "ca_file", form.caFile(), old);
        check.put("tls", form.tls());
        if (password != null) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            if (old) {
                // What was there of another kind goes.
                fields.put("env", null);
                fields.put("file", null);
                fields.put("command", null);
            }
            fields.putAll(SecretDocument.of(password));
            check.put("password", fields);
        } else if (old) {
            check.put("password", null);
        }
        return check;
    }

    private static void put(
            Map<String, @Nullable Object> check, String key, String value, boolean old) {
        if (!value.isEmpty()) {
            check.put(key, value);
        } else if (old) {
            check.put(key, null);
        }
    }
}
