package io.caretaker.core.overview;

import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts services into groups. Pure.
final class FleetRules {
    private FleetRules() {}

    static List<EnvironmentGroup> groups(Findings findings) {
        Map<HostId, HostStatus> hosts = hostStatuses(findings);
        var described = new LinkedHashMap<String, Map<String, List<FleetService>>>();
        findings.inventory()
                .environments()
                .forEach(each -> described.put(each.name(), new TreeMap<>()));
        var others = new TreeMap<String, Map<String, List<FleetService>>>();
        for (Service service : findings.inventory().services()) {
            var regions = described.get(service.environment());
            if (regions == null) {
                regions = others.computeIfAbsent(service.environment(), _ -> new TreeMap<>());
            }
            regions.computeIfAbsent(service.region(), _ -> new ArrayList<>())
                    .add(
                            new FleetService(
                                    new ServiceView(service, findings.state(service)),
                                    hosts.getOrDefault(service.hostId(), HostStatus.ACTIVE),
                                    findings.health().get(service.id())));
        }
        described.putAll(others);
        return described.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> group(each.getKey(), each.getValue(), findings))
                .toList();
    }

    static Map<HostId, HostStatus> hostStatuses(Findings findings) {
        var found = new HashMap<HostId, HostStatus>();
        for (Host host : findings.inventory().hosts()) {
            found.put(host.id(), host.status());
        }
        return found;
    }

    private static EnvironmentGroup group(
            String name, Map<String, List<FleetService>> byRegion, Findings findings) {
        List<RegionGroup> regions =
                byRegion.entrySet().stream()
                        .map(each ->
                                new RegionGroup(
                                        each.getKey(), Counts.of(each.getValue()), each.getValue()))
                        .toList();
        String color = findings.inventory().environment(name).map(Environment::color).orElse(null);
        return new EnvironmentGroup(
                name,
                color,
                Counts.sum(regions.stream().map(RegionGroup::counts).toList()),
                regions);
    }
}
