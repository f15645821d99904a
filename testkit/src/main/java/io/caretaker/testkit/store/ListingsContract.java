package io.caretaker.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostFilter;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryChange.AddHost;
import io.caretaker.core.inventory.InventoryChange.AddService;
import io.caretaker.core.inventory.InventoryChange.RemoveHost;
import io.caretaker.core.inventory.InventoryChange.ReplaceHost;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.status.Attention;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.FleetSummary;
import io.caretaker.core.status.Listings;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the [Listings] of every store answer.
public abstract class ListingsContract extends StoreContract {
    private static final Instant NOW = Samples.NOW;

    /// Two hosts in production, one in staging; `s1` to `s5`, of which `s5` was never checked.
    private Listings filled() {
        Host maintained = Samples.host("h2").with(HostStatus.MAINTENANCE, NOW);
        store().inventory()
                .apply(
                        List.<InventoryChange>of(
                                new AddHost(Samples.host("h1")),
                                new AddHost(maintained),
                                new AddHost(Samples.host("h3", "staging", "busan")),
                                new AddService(Samples.service("s1", "h1")),
                                new AddService(Samples.plainService("s2", "h1")),
                                new AddService(Samples.plainService("s3", "h2")),
                                new AddService(Samples.service("s4", "h3")),
                                new AddService(Samples.plainService("s5", "h3"))),
                        NOW);
        store().states()
                .write(
                        List.of(
                                state("s1", Status.RUNNING, 0, NOW.minusSeconds(30)),
                                state("s2", Status.STOPPED, 2, NOW.minusSeconds(30)),
                                state("s3", Status.ERROR, 3, NOW.minus(Duration.ofHours(1))),
                                state("s4", Status.WARNING, 4, NOW.minusSeconds(599))));
        return store().listings();
    }

    private static ServiceState state(String id, Status status, int failures, Instant checked) {
        return new ServiceState(
                Samples.plainService(id, "h1").id(),
                status,
                status,
                0,
                failures,
                checked,
                checked,
                null,
                FlapHistory.CALM,
                false,
                false,
                "",
                null,
                99.5);
    }

    @Test
    void an_empty_store_lists_nothing() {
        Listings listings = store().listings();

        assertThat(listings.hosts(HostFilter.ALL)).isEmpty();
        assertThat(listings.services(ServiceFilter.ALL)).isEmpty();
        assertThat(listings.attention(NOW))
                .isEqualTo(new Attention(List.of(), List.of(), List.of()));
        assertThat(listings.summary())
                .isEqualTo(new FleetSummary(0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of()));
    }

    @Test
    void hosts_are_found_by_each_of_their_properties() {
        Listings listings = filled();

        assertThat(hosts(listings, HostFilter.ALL)).containsExactly("h1", "h2", "h3");
        assertThat(hosts(listings, new HostFilter("production", null, null, null)))
                .containsExactly("h1", "h2");
        assertThat(hosts(listings, new HostFilter(null, "busan", null, null)))
                .containsExactly("h3");
        assertThat(hosts(listings, new HostFilter(null, null, HostStatus.ACTIVE, null)))
                .containsExactly("h1", "h3");
        assertThat(hosts(listings, new HostFilter(null, null, HostStatus.MAINTENANCE, null)))
                .containsExactly("h2");
        assertThat(hosts(listings, new HostFilter("staging", "busan", null, "ssd")))
                .containsExactly("h3");
        assertThat(hosts(listings, new HostFilter(null, null, null, "none"))).isEmpty();
    }

    private static List<String> hosts(Listings listings, HostFilter filter) {
        return listings.hosts(filter).stream().map(host -> host.id().value()).toList();
    }

    @Test
    void services_are_found_by_each_of_their_properties() {
        Listings listings = filled();
        var type = new ServiceType("mysql");
        var host = new HostId("h1");

        assertThat(services(listings, ServiceFilter.ALL))
                .containsExactly("s1", "s2", "s3", "s4", "s5");
        assertThat(services(listings, filter("staging", null, null, null)))
                .containsExactly("s4", "s5");
        assertThat(services(listings, filter(null, "jeju", null, null)))
                .containsExactly("s1", "s2", "s3");
        assertThat(services(listings, filter(null, null, Status.ERROR, null)))
                .containsExactly("s3");
        assertThat(services(listings, filter(null, null, Status.UNKNOWN, null)))
                .containsExactly("s5");
        assertThat(services(listings, filter(null, null, null, "primary")))
                .containsExactly("s1", "s4");
        assertThat(services(listings, new ServiceFilter(null, null, type, null, host, null, true)))
                .containsExactly("s1", "s2");
        assertThat(services(listings, new ServiceFilter(null, null, null, null, null, null, false)))
                .isEmpty();
    }

    private static ServiceFilter filter(
            @Nullable String environment,
            @Nullable String region,
            @Nullable Status status,
            @Nullable String tag) {
        return new ServiceFilter(environment, region, null, status, null, tag, null);
    }

    private static List<String> services(Listings listings, ServiceFilter filter) {
        return ids(listings.services(filter));
    }

    private static List<String> ids(List<ServiceView> views) {
        return views.stream().map(view -> view.service().id().value()).toList();
    }

    @Test
    void services_come_with_their_states() {
        assertThat(filled().services(filter(null, null, Status.WARNING, null)))
                .singleElement()
                .isEqualTo(
                        new ServiceView(
                                store().inventory()
                                        .read()
                                        .services(each -> each.id().value().equals("s4"))
                                        .getFirst(),
                                state("s4", Status.WARNING, 4, NOW.minusSeconds(599))));
    }

    @Test
    void the_fleet_is_summed_up() {
        assertThat(filled().summary())
                .isEqualTo(
                        new FleetSummary(
                                3,
                                2,
                                5,
                                Map.of(
                                        Status.RUNNING, 1L,
                                        Status.STOPPED, 1L,
                                        Status.ERROR, 1L,
                                        Status.WARNING, 1L,
                                        Status.UNKNOWN, 1L),
                                Map.of("production", 3L, "staging", 2L),
                                Map.of("jeju", 3L, "busan", 2L),
                                Map.of("mysql", 5L)));
    }

    @Test
    void what_needs_attention_is_listed() {
        Attention attention = filled().attention(NOW);

        assertThat(ids(attention.down())).containsExactly("s2", "s3");
        assertThat(ids(attention.highFailureRate())).containsExactly("s3", "s4");
        assertThat(ids(attention.staleChecks())).containsExactly("s3");
        assertThat(ids(store().listings().attention(NOW.plus(Duration.ofHours(1))).staleChecks()))
                .containsExactly("s1", "s2", "s3", "s4", "s5");
    }

    @Test
    void changes_are_seen_at_once_by_every_handle() {
        filled();
        Host moved = Samples.host("h1", "staging", "busan");

        store().inventory()
                .apply(List.of(new ReplaceHost(moved), new RemoveHost(new HostId("h2"))), NOW);

        assertThat(services(another().listings(), filter("staging", "busan", null, null)))
                .containsExactly("s1", "s2", "s4", "s5");
        assertThat(another().listings().summary().totalServices()).isEqualTo(4);
    }

    @Test
    void every_filter_answers_as_the_plain_way_does() {
        Listings listings = filled();
        var plain = new PlainListings(store().inventory(), store().states());
        List<ServiceFilter> filters =
                List.of(
                        filter("staging", null, Status.UNKNOWN, null),
                        filter("staging", "busan", Status.WARNING, "primary"),
                        filter(null, "jeju", Status.RUNNING, null),
                        filter("nowhere", null, null, null));

        assertThat(filters)
                .allSatisfy(each ->
                        assertThat(listings.services(each)).isEqualTo(plain.services(each)));
        assertThat(listings.summary()).isEqualTo(plain.summary());
        assertThat(listings.attention(NOW)).isEqualTo(plain.attention(NOW));
    }
}
