package io.caretaker.mongostore;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/// Makes an inventory of documents that other programs may have written too. What cannot be read is
/// left out and complained about; what can be put right is.
final class Assembly {
    private final List<String> complaints = new ArrayList<>();
    private final List<Misplaced> misplaced = new ArrayList<>();
    private final Map<HostId, Host> hosts = new TreeMap<>();
    private final Map<ServiceId, Service> services = new TreeMap<>();
    private final Map<String, Environment> environments = new TreeMap<>();

    /// A service whose document has not its host's environment and region.
    ///
    /// @param environment what the document has, null for nothing
    record Misplaced(Service service, @Nullable Object environment, @Nullable Object region) {}

    Assembly hosts(Iterable<Document> documents) {
        for (Document each : documents) {
            read(
                            Names.HOSTS,
                            Names.HOST_ID,
                            each,
                            fields -> HostDocument.read(fields, Origin.MANAGED, made(each)))
                    .ifPresent(host -> {
                        if (hosts.putIfAbsent(host.id(), host) != null) {
                            complain(Names.HOSTS, host.id().value(), "is there twice");
                        }
                    });
        }
        return this;
    }

    Assembly environments(Iterable<Document> documents) {
        for (Document each : documents) {
            read(
                            Names.ENVIRONMENTS,
                            Names.ENV_NAME,
                            each,
                            fields -> EnvironmentDocument.read(fields, Origin.MANAGED, made(each)))
                    .ifPresent(found -> environments.putIfAbsent(found.name(), found));
        }
        return this;
    }

    /// After the hosts.
    Assembly services(Iterable<Document> documents) {
        for (Document each : documents) {
            read(Names.SERVICES, Names.SERVICE_ID, each, fields -> service(fields, each))
                    .ifPresent(service -> add(service, each));
        }
        return this;
    }

    private Optional<Service> service(Fields fields, Document document) {
        ServiceDefaults defaults =
                ServiceDefaults.stored(made(document))
                        .knowing(id -> Optional.ofNullable(hosts.get(id)));
        return ServiceDocument.read(fields, defaults);
    }

    private void add(Service service, Document document) {
        Host host = hosts.get(service.hostId());
        String id = service.id().value();
        if (host == null) {
            complain(
                    Names.SERVICES,
                    id,
                    "names the host '" + service.hostId() + "', which is not there");
        } else if (services.putIfAbsent(service.id(), placed(service, host, document)) != null) {
            complain(Names.SERVICES, id, "is there twice");
        }
    }

    private Service placed(Service service, Host host, Document document) {
        String environment = host.placement().environment();
        String region = host.placement().region();
        Object formerEnvironment = document.get(Names.ENVIRONMENT);
        Object formerRegion = document.get(Names.REGION);
        if (environment.equals(formerEnvironment) && region.equals(formerRegion)) {
            return service;
        }
        Service placed = service.placed(environment, region, service.updatedAt());
        misplaced.add(new Misplaced(placed, formerEnvironment, formerRegion));
        return placed;
    }

    private <T> Optional<T> read(
            String collection,
            String key,
            Document document,
            Function<Fields, Optional<T>> reader) {
        Fields fields = Fields.lenient(document);
        Optional<T> found = Optional.empty();
        String reason = "";
        try {
            found = reader.apply(fields);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Numbers that BSON knows and Java does not, for one.
            reason = String.valueOf(e.getMessage());
        }
        if (found.isEmpty()) {
            Object id = document.get(key) == null ? document.get(Names.ID) : document.get(key);
            complain(collection, String.valueOf(id), reason + Complaints.of(fields));
        }
        return found;
    }

    private void complain(String collection, String id, String reason) {
        complaints.add(collection + " '" + id + "': " + reason);
    }

    /// When a document was made, for those that do not say it.
    static Instant made(Document document) {
        return document.get(Names.ID) instanceof ObjectId id
                ? id.getDate().toInstant()
                : Instant.EPOCH;
    }

    Inventory inventory() {
        new SoundDependencies(services, complaints).keep();
        return Inventory.of(hosts.values(), services.values(), environments.values());
    }

    /// The services as they were read, whether or not all they depend on was.
    List<Service> services() {
        return List.copyOf(services.values());
    }

    /// Hosts as they were read.
    List<Host> hosts() {
        return List.copyOf(hosts.values());
    }

    /// Services whose documents name another environment or region than their hosts do, put right.
    List<Misplaced> misplaced() {
        return misplaced;
    }

    List<String> complaints() {
        return complaints;
    }
}
