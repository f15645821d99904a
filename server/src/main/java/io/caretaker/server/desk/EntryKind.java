package io.caretaker.server.desk;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.document.CareDocument;
import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Environment;
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

    /// The entry as a document; empty when there is none of that id.
    Optional<Map<String, @Nullable Object>> document(Inventory inventory, String id);

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
    Optional<InventoryChange> addition(
            Fields fields, Inventory inventory, ServiceDefaults defaults);

    /// The change that removes the entry, a host with its services.
    InventoryChange removal(String id);

    /// The ids of all entries of this kind.
    List<String> ids(Inventory inventory);

    /// The change that gives one entry the document that the edit makes of its own, whatever that
    /// is at that moment.
    InventoryChange edit(String id, EntryEdit edit);

    /// Machines.
    record Hosts() implements EntryKind {
        @Override
        public String word() {
            return "host";
        }

        @Override
        public String idField() {
            return "host_id";
        }

        @Override
        public Optional<Map<String, @Nullable Object>> document(Inventory inventory, String id) {
            return inventory.host(new HostId(id)).map(HostDocument::of);
        }

        @Override
        public Optional<InventoryChange> addition(
                Fields fields, Inventory inventory, ServiceDefaults defaults) {
            return HostDocument.read(fields, Origin.MANAGED, defaults.now())
                    .map(InventoryChange.AddHost::new);
        }

        @Override
        public InventoryChange removal(String id) {
            return new InventoryChange.RemoveHost(new HostId(id));
        }

        @Override
        public List<String> ids(Inventory inventory) {
            return inventory.hosts().stream().map(each -> each.id().value()).toList();
        }

        @Override
        public InventoryChange edit(String id, EntryEdit edit) {
            return new InventoryChange.EditHost(
                    new HostId(id),
                    host ->
                            edit.apply(
                                    host,
                                    HostDocument::of,
                                    fields ->
                                            HostDocument.read(fields, Origin.MANAGED, edit.now())));
        }
    }

    /// What runs on them.
    record Services() implements EntryKind {
        @Override
        public String word() {
            return "service";
        }

        @Override
        public String idField() {
            return "service_id";
        }

        @Override
        public Optional<Map<String, @Nullable Object>> document(Inventory inventory, String id) {
            return inventory.service(new ServiceId(id)).map(Services::whole);
        }

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
        public Optional<InventoryChange> addition(
                Fields fields, Inventory inventory, ServiceDefaults defaults) {
            return ServiceDocument.read(fields, defaults.knowing(inventory::host))
                    .map(InventoryChange.AddService::new);
        }

        @Override
        public InventoryChange removal(String id) {
            return new InventoryChange.RemoveService(new ServiceId(id));
        }

        @Override
        public List<String> ids(Inventory inventory) {
            return inventory.services().stream().map(each -> each.id().value()).toList();
        }

        @Override
        public InventoryChange edit(String id, EntryEdit edit) {
            return new InventoryChange.EditService(
                    new ServiceId(id),
                    service ->
                            edit.apply(
                                    service,
                                    Services::whole,
                                    fields -> ServiceDocument.read(fields, edit.defaults())));
        }
    }

    /// Stages.
    record Environments() implements EntryKind {
        @Override
        public String word() {
            return "environment";
        }

        @Override
        public String idField() {
            return "env_name";
        }

        @Override
        public Optional<Map<String, @Nullable Object>> document(Inventory inventory, String id) {
            return inventory.environment(id).map(EnvironmentDocument::of);
        }

        @Override
        public Optional<InventoryChange> addition(
                Fields fields, Inventory inventory, ServiceDefaults defaults) {
            return EnvironmentDocument.read(fields, Origin.MANAGED, defaults.now())
                    .map(InventoryChange.AddEnvironment::new);
        }

        @Override
        public InventoryChange removal(String id) {
            return new InventoryChange.RemoveEnvironment(id);
        }

        @Override
        public List<String> ids(Inventory inventory) {
            return inventory.environments().stream().map(Environment::name).toList();
        }

        @Override
        public InventoryChange edit(String id, EntryEdit edit) {
            return new InventoryChange.EditEnvironment(
                    id,
                    environment ->
                            edit.apply(
                                    environment,
                                    EnvironmentDocument::of,
                                    fields ->
                                            EnvironmentDocument.read(
                                                    fields, Origin.MANAGED, edit.now())));
        }
    }
}
