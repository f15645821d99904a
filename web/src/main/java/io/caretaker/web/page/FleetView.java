package io.caretaker.web.page;

import io.caretaker.core.overview.Counts;
import io.caretaker.core.overview.EnvironmentGroup;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.overview.RegionGroup;
import io.caretaker.core.status.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// The fleet as a page shows it: what is not well in front, and of a large fleet the first of each
/// region. Pure.
///
/// @param matching how many services there are that were asked for
/// @param all how many services there are
public record FleetView(FleetFilter filter, List<Environment> environments, int matching, int all) {
    /// So many rows a page has at once, more or less.
    static final int ROWS = 150;

    private static final int LEAST_OF_REGION = 6;
    private static final Comparator<FleetService> FIRST_THINGS_FIRST =
            Comparator.comparingInt(
                    each -> StateWords.of(each.view().state(), each.watched()).rank());

    public FleetView {
        environments = List.copyOf(environments);
    }

    /// One environment.
    public record Environment(String name, String counts, List<Region> regions) {
        public Environment {
            regions = List.copyOf(regions);
        }
    }

    /// One region of an environment.
    ///
    /// @param rows in HTML
    /// @param more services that are not shown
    /// @param address where all of them are
    public record Region(String name, String counts, List<String> rows, int more, String address) {
        public Region {
            rows = List.copyOf(rows);
        }
    }

    static FleetView of(
            Overview overview,
            FleetFilter filter,
            BiPredicate<FleetFilter, FleetService> matches,
            Function<FleetService, String> html) {
        var chosen = new ArrayList<Chosen>();
        for (EnvironmentGroup environment : overview.fleet()) {
            for (RegionGroup region : environment.regions()) {
                List<FleetService> services =
                        region.services().stream()
                                .filter(each -> matches.test(filter, each))
                                .sorted(FIRST_THINGS_FIRST)
                                .toList();
                if (!services.isEmpty()) {
                    chosen.add(new Chosen(environment, region, services));
                }
            }
        }
        int matching = chosen.stream().mapToInt(each -> each.services().size()).sum();
        boolean inFull = matching <= ROWS || !filter.environment().isEmpty();
        int most =
                inFull
                        ? Integer.MAX_VALUE
                        : Math.max(LEAST_OF_REGION, ROWS / Math.max(1, chosen.size()));
        return new FleetView(
                filter,
                environments(chosen, filter, most, html),
                matching,
                overview.counts().watched() + overview.counts().unwatched());
    }

    private record Chosen(
            EnvironmentGroup environment, RegionGroup region, List<FleetService> services) {}

    private static List<Environment> environments(
            List<Chosen> chosen,
            FleetFilter filter,
            int most,
            Function<FleetService, String> html) {
        var environments = new ArrayList<Environment>();
        int at = 0;
        while (at < chosen.size()) {
            EnvironmentGroup environment = chosen.get(at).environment();
            var regions = new ArrayList<Region>();
            while (at < chosen.size() && chosen.get(at).environment().equals(environment)) {
                regions.add(region(chosen.get(at), filter, most, html));
                at++;
            }
            environments.add(
                    new Environment(
                            environment.environment(), counts(environment.counts()), regions));
        }
        return environments;
    }

    private static Region region(
            Chosen chosen, FleetFilter filter, int most, Function<FleetService, String> html) {
        RegionGroup region = chosen.region();
        return new Region(
                region.region(),
                counts(region.counts()),
                chosen.services().stream().limit(most).map(html).toList(),
                Math.max(0, chosen.services().size() - most),
                filter.only(chosen.environment().environment(), region.region()));
    }

    /// `36 up, 2 down, 1 warning`.
    static String counts(Counts counts) {
        var parts = new ArrayList<String>();
        add(parts, counts.of(Status.RUNNING), "up");
        add(parts, counts.down(), "down");
        add(parts, counts.of(Status.WARNING), "with a warning");
        add(parts, counts.of(Status.UNKNOWN), "unknown");
        add(parts, counts.unwatched(), "not watched");
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
