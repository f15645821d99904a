package io.caretaker.core.inventory;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Follows dependencies from service to service, each service once. Does not recurse, so that a
/// long chain is no trouble. Not thread-safe.
public final class DependencyWalk {
    private final Function<ServiceId, @Nullable Service> services;
    private final Set<ServiceId> done = new HashSet<>();
    private final LinkedHashSet<ServiceId> path = new LinkedHashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Service> ordered = new ArrayList<>();

    /// A service on the way, and how many of its dependencies were followed.
    private static final class Step {
        final Service service;
        int followed;

        Step(Service service) {
            this.service = service;
        }
    }

    DependencyWalk(Function<ServiceId, @Nullable Service> services) {
        this.services = services;
    }

    /// The services not walked before that the service needs, those without needs first, and the
    /// service itself at the end.
    ///
    /// @throws Problem `INVALID` when it needs itself, directly or through others
    public List<Service> before(Service start) {
        ordered.clear();
        enter(start.id());
        while (!steps.isEmpty()) {
            Step step = steps.getLast();
            List<ServiceId> needed = step.service.dependencies();
            if (step.followed < needed.size()) {
                enter(needed.get(step.followed));
                step.followed++;
            } else {
                leave(step.service);
            }
        }
        return List.copyOf(ordered);
    }

    private void enter(ServiceId id) {
        if (path.contains(id)) {
            throw circle(id);
        }
        Service service = done.contains(id) ? null : services.apply(id);
        if (service != null) {
            path.add(id);
            steps.add(new Step(service));
        }
    }

    private void leave(Service service) {
        steps.removeLast();
        path.remove(service.id());
        done.add(service.id());
        ordered.add(service);
    }

    private Problem circle(ServiceId id) {
        List<ServiceId> members = path.stream().dropWhile(each -> !each.equals(id)).toList();
        String shown = members.stream().map(ServiceId::value).collect(Collectors.joining(" → "));
        return new Problem(
                ProblemCode.INVALID,
                "service '"
                        + members.getLast()
                        + "': dependencies form a circle: "
                        + shown
                        + " → "
                        + id,
                "take one of these dependencies out");
    }
}
