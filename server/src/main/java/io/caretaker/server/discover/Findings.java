package io.caretaker.server.discover;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.document.DiscoveryDocument;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What there is to say of servers found on this machine. Opens no store, changes nothing.
public final class Findings {
    private final Supplier<List<DatabaseEngine>> engines;
    private final LocalEntries entries;

    public Findings(Supplier<List<DatabaseEngine>> engines, LocalEntries entries) {
        this.engines = engines;
        this.entries = entries;
    }

    /// What adopting it would do; empty when caretaker cannot adopt this kind of server.
    public Optional<AdoptionPlan> plan(LocalServer server) {
        return engines.get().stream()
                .filter(engine ->
                        engine.kinds().contains(server.engine())
                                && engine.capabilities().contains(Capability.ADOPT))
                .findFirst()
                .map(engine -> whole(engine.planAdoption(server)));
    }

    private AdoptionPlan whole(AdoptionPlan plan) {
        var steps = new ArrayList<String>();
        steps.add("keep a new random password in a file that only caretaker's user can read");
        steps.addAll(plan.steps());
        steps.add("register service " + entries.serviceId(plan.server()));
        return new AdoptionPlan(plan.server(), plan.account(), plan.grants(), steps);
    }

    /// What adopting it would do.
    ///
    /// @throws Problem `INVALID` when caretaker cannot adopt this kind of server
    public AdoptionPlan requirePlan(LocalServer server) {
        return plan(server)
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.INVALID,
                                "adopting " + server.engine().title() + " is not possible",
                                "add it with `caretaker service add` and an account of your own"));
    }

    /// Whether caretaker knows it: `new`, `watched` without a log-in, or `adopted`.
    public String state(LocalServer server, Inventory inventory) {
        return inventory
                .service(entries.serviceId(server))
                .map(known -> known.check() instanceof CheckSpec.Database ? "adopted" : "watched")
                .orElse("new");
    }

    /// A server and what adopting it would do, as a document.
    public Map<String, @Nullable Object> document(LocalServer server, Inventory inventory) {
        return DiscoveryDocument.of(
                server,
                entries.serviceId(server),
                state(server, inventory),
                plan(server).orElse(null));
    }

    /// The server that a person means among those found: by its name, its service's id, or its port
    /// or engine when only it has that.
    ///
    /// @throws Problem `NOT_FOUND` or, when there are several, `INVALID`
    public LocalServer named(List<LocalServer> found, String name) {
        List<LocalServer> named =
                found.stream()
                        .filter(each ->
                                each.name().equals(name)
                                        || entries.serviceId(each).value().equals(name))
                        .toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        List<LocalServer> likely =
                named.isEmpty() ? found.stream().filter(each -> like(each, name)).toList() : named;
        if (likely.size() == 1) {
            return likely.getFirst();
        }
        String names = String.join(", ", found.stream().map(LocalServer::name).toList());
        throw new Problem(
                likely.isEmpty() ? ProblemCode.NOT_FOUND : ProblemCode.INVALID,
                likely.isEmpty()
                        ? "no database server '" + name + "' was found on this machine"
                        : "'" + name + "' is " + likely.size() + " servers",
                found.isEmpty()
                        ? "is it running? other users' servers are seen in full by root only"
                        : "found: " + names);
    }

    private static boolean like(LocalServer each, String name) {
        return Integer.toString(each.port()).equals(name) || each.engine().label().equals(name);
    }
}
