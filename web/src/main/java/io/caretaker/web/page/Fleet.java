package io.caretaker.web.page;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import io.caretaker.web.Daemon;
import io.caretaker.web.Present;
import java.util.ArrayList;
import java.util.List;

/// Makes the picture of the whole fleet for pages. Thread-safe.
public final class Fleet {
    private final Daemon daemon;
    private final Present present;
    private final Rows rows;

    public Fleet(Daemon daemon, Present present, Rows rows) {
        this.daemon = daemon;
        this.present = present;
        this.rows = rows;
    }

    OverviewPage page(FleetFilter filter) {
        return page(present.overview(), filter);
    }

    /// As it is at this moment.
    OverviewPage fresh() {
        return page(present.fresh(), FleetFilter.ALL);
    }

    private OverviewPage page(Overview overview, FleetFilter filter) {
        return new OverviewPage(
                overview.headline().text(),
                look(overview),
                FleetView.counts(overview.counts()),
                overview.pause() != null,
                cards(overview),
                When.of(overview.at(), overview.at()),
                FleetView.of(overview, filter, this::matches, this::html));
    }

    /// What is down is red, however loudly people are told of it.
    private static String look(Overview overview) {
        String look = AttentionCard.look(overview.headline().worst());
        return look.equals("is-doubt") && overview.counts().down() > 0 ? "is-bad" : look;
    }

    private static List<AttentionCard> cards(Overview overview) {
        var cards = new ArrayList<AttentionCard>();
        for (AttentionItem item : overview.attention()) {
            cards.add(AttentionCard.of(item, cards.size() + 1, overview.at()));
        }
        return cards;
    }

    private boolean matches(FleetFilter filter, FleetService service) {
        if (filter.all()) {
            return true;
        }
        String host =
                daemon.caretaker().inventory().host(service.host()).map(Host::hostname).orElse("");
        return filter.matches(service, host);
    }

    /// The row of a service in HTML.
    String html(FleetService service) {
        return rows.html(service, daemon.clock().instant());
    }

    /// All services, as the fleet lists them.
    List<FleetService> services() {
        return present.overview().fleet().stream()
                .flatMap(environment -> environment.regions().stream())
                .flatMap(region -> region.services().stream())
                .toList();
    }

    void forgetOthers() {
        rows.keep(daemon.caretaker().inventory());
    }
}
