package io.caretaker.server.discover;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Adopts a server: a least-privilege account of its own, the credential in a file only caretaker
/// can read, and an entry in the inventory.
///
/// The order makes it safe to end anywhere and to do again: first the credential's file, then the
/// account with exactly that password, last the entry.
public final class Adoption {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PASSWORD_BYTES = 24;

    private final Store store;
    private final HostAccess host;
    private final List<DatabaseEngine> engines;
    private final LocalEntries entries;
    private final Path credentials;
    private final InstantSource clock;
    private final Ticker ticker;
    private final SecureRandom random = new SecureRandom();

    /// @param credentials the directory for credential files; made by the caller with mode 0700
    public Adoption(
            Store store,
            HostAccess host,
            List<DatabaseEngine> engines,
            LocalEntries entries,
            Path credentials,
            InstantSource clock,
            Ticker ticker) {
        this.store = store;
        this.host = host;
        this.engines = List.copyOf(engines);
        this.entries = entries;
        this.credentials = credentials;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// What would be done; changes nothing.
    public AdoptionPlan plan(LocalServer server) {
        AdoptionPlan plan = engine(server).planAdoption(server);
        var steps = new ArrayList<>(plan.steps());
        steps.addFirst("write a new random password to " + file(server) + " with mode 0600");
        steps.addLast(
                "register host " + entries.hostId() + " and service " + entries.serviceId(server));
        return new AdoptionPlan(plan.server(), plan.account(), plan.grants(), steps);
    }

    /// Adopts the server; the service as it stands in the inventory afterwards.
    ///
    /// @param heal whether caretaker may restart it when it is down
    public Service adopt(LocalServer server, boolean heal, String actor)
            throws InterruptedException {
        DatabaseEngine engine = engine(server);
        refuseDeclared(server);
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Path file = file(server);
        host.replaceFile(
                file.toString(), (password + "\n").getBytes(StandardCharsets.UTF_8), "600");
        DatabaseTarget target =
                engine.adopt(server, Secret.of(password), host, Deadline.after(LIMIT, ticker));
        Service service = entry(server, withPassword(target, file), heal);
        register(service);
        store.audit()
                .append(
                        AuditEntry.of(
                                clock.instant(),
                                actor,
                                "adopt",
                                service.id().value(),
                                true,
                                "account "
                                        + target.user()
                                        + " on "
                                        + target.address()
                                        + (heal ? ", healing on" : "")));
        return service;
    }

    private void refuseDeclared(LocalServer server) {
        store.inventory()
                .read()
                .service(entries.serviceId(server))
                .filter(known -> known.origin() == Origin.DECLARED)
                .ifPresent(known -> {
                    throw new Problem(
                            ProblemCode.DENIED,
                            "service '" + known.id() + "' is declared in caretaker.yaml",
                            "change it there");
                });
    }

    private Service entry(LocalServer server, DatabaseTarget target, boolean heal) {
        return store.inventory()
                .read()
                .service(entries.serviceId(server))
                .map(known -> entries.adoptedAgain(known, server, target, heal))
                .orElseGet(() -> entries.adopted(server, target, heal));
    }

    private static DatabaseTarget withPassword(DatabaseTarget target, Path file) {
        return target.user() == null
                ? target
                : new DatabaseTarget(
                        target.engine(),
                        target.host(),
                        target.port(),
                        target.database(),
                        target.user(),
                        new SecretReference.FromFile(file.toString()),
                        target.tls(),
                        target.caFile());
    }

    private void register(Service service) {
        Inventory known = store.inventory().read();
        var changes = new ArrayList<InventoryChange>();
        if (known.host(entries.hostId()).isEmpty()) {
            changes.add(new InventoryChange.PutHost(entries.host()));
        }
        changes.add(new InventoryChange.PutService(service));
        store.inventory().apply(changes, clock.instant());
    }

    private Path file(LocalServer server) {
        return credentials.resolve(entries.serviceId(server).value());
    }

    private DatabaseEngine engine(LocalServer server) {
        return engines.stream()
                .filter(engine ->
                        engine.kinds().contains(server.engine())
                                && engine.capabilities().contains(Capability.ADOPT))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                "adopting " + server.engine().title() + " is not possible",
                                "add it with `caretaker service add` and an account of your own"));
    }
}
