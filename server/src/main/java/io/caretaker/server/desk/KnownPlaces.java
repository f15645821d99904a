package io.caretaker.server.desk;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the inventory has that alerts can be chosen by. A word that is nowhere in it is a slip of
/// the keyboard: what is chosen by it would never be found, or never be muted.
record KnownPlaces(Inventory inventory) {

    void require(AlertMatcher matcher) {
        matcher.hosts().forEach(each -> Named.host(inventory, each));
        require("environment", matcher.environments(), environments());
        require("region", matcher.regions(), regions());
        require("service type", matcher.serviceTypes(), types());
        require("tag", matcher.tags(), tags());
    }

    private static void require(String kind, Set<String> wanted, Collection<String> known) {
        for (String each : wanted) {
            if (!known.contains(each)) {
                throw new Problem(
                        ProblemCode.NOT_FOUND,
                        "nothing in the inventory has the " + kind + " '" + each + "'",
                        NearestWord.hint(each, known));
            }
        }
    }

    private Set<String> environments() {
        return joined(
                List.of(
                        inventory.environments().stream().map(Environment::name),
                        hosts().map(host -> host.placement().environment()),
                        services().map(Service::environment)));
    }

    private Set<String> regions() {
        return joined(
                List.of(
                        hosts().map(host -> host.placement().region()),
                        services().map(Service::region)));
    }

    private Set<String> types() {
        return joined(List.of(services().map(service -> service.type().name())));
    }

    private Set<String> tags() {
        return joined(
                List.of(
                        hosts().flatMap(host -> host.metadata().tags().stream()),
                        services().flatMap(service -> service.tags().stream())));
    }

    private Stream<Host> hosts() {
        return inventory.hosts().stream();
    }

    private Stream<Service> services() {
        return inventory.services().stream();
    }

    private static Set<String> joined(List<Stream<String>> all) {
        return all.stream().flatMap(each -> each).collect(Collectors.toCollection(TreeSet::new));
    }
}
