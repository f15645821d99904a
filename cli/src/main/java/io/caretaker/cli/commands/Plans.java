package io.caretaker.cli.commands;

import io.caretaker.cli.Wiring;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.Capability;
import io.caretaker.core.health.LocalServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What adopting servers would do, for people and programs. Opens no store.
final class Plans {
    private Plans() {}

    /// Empty when caretaker cannot adopt this kind of server.
    static Optional<AdoptionPlan> of(LocalServer server, Wiring wiring) {
        return wiring.engines().stream()
                .filter(engine ->
                        engine.kinds().contains(server.engine())
                                && engine.capabilities().contains(Capability.ADOPT))
                .findFirst()
                .map(engine -> whole(engine.planAdoption(server), wiring));
    }

    private static AdoptionPlan whole(AdoptionPlan plan, Wiring wiring) {
        var steps = new ArrayList<String>();
        steps.add("keep a new random password in a file that only caretaker's user can read");
        steps.addAll(plan.steps());
        steps.add("register service " + wiring.entries().serviceId(plan.server()));
        return new AdoptionPlan(plan.server(), plan.account(), plan.grants(), steps);
    }

    static List<String> lines(AdoptionPlan plan) {
        var lines = new ArrayList<String>();
        int number = 1;
        for (String step : plan.steps()) {
            lines.add("  " + number + ". " + step);
            number++;
        }
        String grants = plan.grants().isEmpty() ? "" : ": " + String.join(", ", plan.grants());
        lines.add("  account " + plan.account() + grants);
        return lines;
    }

    static Map<String, @Nullable Object> document(AdoptionPlan plan) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("account", plan.account());
        document.put("grants", plan.grants());
        document.put("steps", plan.steps());
        return document;
    }
}
