package io.caretaker.server.desk;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.document.CareDocument;
import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What adding, changing and removing needs to know of hosts, services and environments.
public sealed interface EntryKind {
    /// The word for one of them: `host`, `service` or `environment`.
    String word();

    /// The field that holds the id.
    String idField();

    /// How its entries are found, read and changed.
    EntryType<?> type();

    /// The entry as a document; empty when there is none of that id.
    default Optional<Map<String, @Nullable Object>> document(Inventory inventory, String id) {
        return type().document(inventory, id);
    }

    /// The entry as a document; empty also for what cannot be an id.
    default Optional<Map<String, @Nullable Object>> found(Inventory inventory, String id) {
        try {
            return document(inventory, id);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The entry as a document.
    ///
    /// @throws Problem `NOT_FOUND`
    default Map<String, @Nullable Object> existing(Inventory inventory, String id) {
        return found(inventory, id).orElseThrow(() -> UnknownEntry.of(word(), id, ids(inventory)));
    }

    /// The change that adds what the fields say; empty when problems were noted.
    default Optional<InventoryChange> addition(
            Fields fields, Inventory inventory, ServiceDefaults defaults) {
        return type().addition(fields, defaults.knowing(inventory::host));
    }

    /// The change that removes the entry, a host with its services.
    default InventoryChange removal(String id) {
        return type().removing().apply(id);
    }

    /// The ids of all entries of this kind.
    default List<String> ids(Inventory inventory) {
        return type().ids(inventory);
    }

    /// The change that gives one entry the document that the edit makes of its own, whatever that
    /// is at that moment.
    default InventoryChange edit(String id, EntryEdit edit) {
        return type().edit(id, edit);
    }

    /// Machines.
    record Hosts() implements EntryKind {
        private static final EntryType<Host> TYPE =
                new EntryType<>(
                        Inventory::hosts,
                        host -> host.id().value(),
                        (inventory, id) -> inventory.host(new HostId(id)),
                        HostDocument::of,
                        (fields, defaults) ->
                                HostDocument.read(fields, Origin.MANAGED, defaults.now()),
                        InventoryChange.AddHost::new,
                        id -> new InventoryChange.RemoveHost(new HostId(id)),
                        (id, edit) -> new InventoryChange.EditHost(new HostId(id), edit));

        @Override
        public String word() {
            return "host";
        }

        @Override
        public String idField() {
            return "host_id";
        }

        @Override
        public EntryType<?> type() {
            return TYPE;
        }
    }

    /// What runs on them.
    record Services() implements EntryKind {
        private static final EntryType<Service> TYPE =
                new EntryType<>(
                        Inventory::services,
                        service -> service.id().value(),
                        (inventory, id) -> inventory.service(new ServiceId(id)),
                        Services::whole,
                        ServiceDocument::read,
                        InventoryChange.AddService::new,
                        id -> new InventoryChange.RemoveService(new ServiceId(id)),
                        (id, edit) -> new InventoryChange.EditService(new ServiceId(id), edit));

        /// With the care of a database also where all of it is as usual: a person who sets one
        /// field of it shall not be told that the others were nothing before.
        private static Map<String, @Nullable Object> whole(Service service) {
            Map<String, @Nullable Object> document = ServiceDocument.of(service);
            if (service.check() instanceof CheckSpec.Database) {
                document.putIfAbsent("care", CareDocument.of(service.care()));
            }
            return document;
        }

        @Override
        public String word() {
            return "service";
        }

        @Override
        public String idField() {
            return "service_id";
        }

        @Override
        public EntryType<?> type() {
            return TYPE;
        }
    }

    /// Stages.
    record Environments() implements EntryKind {
        private static final EntryType<Environment> TYPE =
                new EntryType<>(
                        Inventory::environments,
                        Environment::name,
                        Inventory::environment,
                        EnvironmentDocument::of,
                        (fields, defaults) ->
                                EnvironmentDocument.read(fields, Origin.MANAGED, defaults.now()),
                        InventoryChange.AddEnvironment::new,
                        InventoryChange.RemoveEnvironment::new,
                        InventoryChange.EditEnvironment::new);

        @Override
        public String word() {
            return "environment";
        }

        @Override
        public String idField() {
            return "env_name";
        }

        @Override
        public EntryType<?> type() {
            return TYPE;
        }
    }
}
