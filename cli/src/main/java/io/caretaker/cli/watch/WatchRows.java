package io.caretaker.cli.watch;

import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.Counts;
import io.caretaker.core.overview.EnvironmentGroup;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.overview.RegionGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is listed: problems first, then the fleet. Pure.
final class WatchRows {
    private final Overview overview;
    private final @Nullable String environment;
    private final String filter;

    private WatchRows(Overview overview, @Nullable String environment, String filter) {
        this.overview = overview;
        this.environment = environment;
        this.filter = filter.toLowerCase(Locale.ROOT);
    }

    /// @param environment only this one; null for all
    /// @param filter only what contains this text, in any case
    static List<WatchRow> of(
            @Nullable Overview overview, @Nullable String environment, String filter) {
        return overview == null ? List.of() : new WatchRows(overview, environment, filter).rows();
    }

    private List<WatchRow> rows() {
        var rows = new ArrayList<WatchRow>();
        Place place = place();
        overview.attention().stream()
                .filter(item -> place.holds(item) && contains(item))
                .forEach(item -> rows.add(new WatchRow.Problem(item)));
        for (EnvironmentGroup group : overview.fleet()) {
            if (environment == null || environment.equals(group.environment())) {
                group.regions().forEach(region -> region(rows, group.environment(), region));
            }
        }
        return rows;
    }

    private void region(List<WatchRow> rows, String of, RegionGroup region) {
        List<FleetService> wanted =
                region.services().stream()
                        .filter(service -> contains(service, of, region.region()))
                        .toList();
        if (!wanted.isEmpty()) {
            Counts counts = region.counts();
            rows.add(new WatchRow.Group(of, region.region(), counts));
            wanted.forEach(service -> rows.add(new WatchRow.Service(service)));
        }
    }

    /// Whom the chosen environment holds; null stands for everybody.
    private record Place(@Nullable Set<ServiceId> services, Set<HostId> hosts) {
        boolean holds(AttentionItem item) {
            if (services == null) {
                return true;
            }
            return switch (item.subject().kind()) {
                case SERVICE ->
                        item.subject().service().filter(services::contains).isPresent()
                                || item.folded().stream().anyMatch(services::contains);
                case HOST ->
                        item.subject().host().filter(hosts::contains).isPresent()
                                || item.folded().stream().anyMatch(services::contains);
                case CHANNEL, CARETAKER -> true;
            };
        }
    }

    private Place place() {
        if (environment == null) {
            return new Place(null, Set.of());
        }
        var services = new HashSet<ServiceId>();
        var hosts = new HashSet<HostId>();
        overview.fleet().stream()
                .filter(group -> environment.equals(group.environment()))
                .flatMap(group -> group.regions().stream())
                .flatMap(region -> region.services().stream())
                .forEach(service -> {
                    services.add(service.id());
                    hosts.add(service.host());
                });
        return new Place(services, hosts);
    }

    private boolean contains(AttentionItem item) {
        return contains(item.label(), item.what(), item.why(), item.subject().id());
    }

    private boolean contains(FleetService service, String of, String region) {
        return contains(
                service.id().value(),
                service.label(),
                service.type(),
                service.host().value(),
                service.status().name(),
                of,
                region);
    }

    private boolean contains(String... texts) {
        if (filter.isEmpty()) {
            return true;
        }
        for (String text : texts) {
            if (text.toLowerCase(Locale.ROOT).contains(filter)) {
                return true;
            }
        }
        return false;
    }
}
