package io.caretaker.cli.commands;

import io.caretaker.core.health.AdoptionPlan;
import java.util.ArrayList;
import java.util.List;

/// What adopting servers would do, for people.
final class Plans {
    private Plans() {}

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
}
