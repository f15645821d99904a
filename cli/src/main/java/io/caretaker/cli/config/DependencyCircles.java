package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds services that need themselves, directly or through others. Does not recurse, so that a
/// long chain is no trouble.
final class DependencyCircles {
    private final Map<String, Fields> services;
    private final Set<String> done = new HashSet<>();
    private final List<String> path = new ArrayList<>();
    private final List<List<String>> open = new ArrayList<>();

    DependencyCircles(Map<String, Fields> services) {
        this.services = services;
    }

    void report() {
        services.keySet().forEach(this::follow);
    }

    private void follow(String start) {
        enter(start);
        while (!path.isEmpty()) {
            List<String> left = open.getLast();
            if (left.isEmpty()) {
                done.add(path.removeLast());
                open.removeLast();
            } else {
                step(left.removeFirst());
            }
        }
    }

    private void step(String needed) {
        int at = path.indexOf(needed);
        if (at >= 0) {
            var circle = new ArrayList<>(path.subList(at, path.size()));
            circle.add(needed);
            fields(path.getLast())
                    .problem(
                            "dependencies",
                            "form a circle: " + String.join(" → ", circle),
                            "take one of these dependencies out");
        } else {
            enter(needed);
        }
    }

    private void enter(String id) {
        if (!done.contains(id) && services.containsKey(id)) {
            path.add(id);
            open.add(new ArrayList<>(DeclaredInventory.texts(fields(id))));
        }
    }

    private Fields fields(String id) {
        return java.util.Objects.requireNonNull(services.get(id));
    }
}
