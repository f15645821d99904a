package io.caretaker.mongostore;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostFilter;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Attention;
import io.caretaker.core.status.FleetSummary;
import io.caretaker.core.status.Listings;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Answers by queries over the public indexes; only what was asked for is read. Thread-safe.
final class MongoListings implements Listings {
    private static final String TYPE = "service_type";
    private static final String COUNT = "count";
    private static final Duration SOONEST_STALE = Duration.ofMinutes(10);
    private static final int MANY_FAILURES = 3;

    private final Link link;
    private final MongoInventory inventory;
    private final MongoStates states;

    MongoListings(Link link, MongoInventory inventory, MongoStates states) {
        this.link = link;
        this.inventory = inventory;
        this.states = states;
    }

    @Override
    public List<Host> hosts(HostFilter filter) {
        inventory.settled();
        var conditions = new ArrayList<Bson>();
        HostStatus status = filter.status();
        equal(conditions, Names.ENVIRONMENT, filter.environment());
        equal(conditions, Names.REGION, filter.region());
        equal(conditions, "metadata.tags", filter.tag());
        if (status != null) {
            String word = status.name().toLowerCase(Locale.ROOT);
            // Nothing means active.
            conditions.add(
                    status == HostStatus.ACTIVE
                            ? Filters.in("status", Arrays.asList(word, null))
                            : Filters.eq("status", word));
        }
        return new Assembly()
                .hosts(find(Names.HOSTS, all(conditions))).hosts().stream().filter(filter).toList();
    }

    @Override
    public List<ServiceView> services(ServiceFilter filter) {
        inventory.settled();
        return views(condition(filter)).stream().filter(filter).toList();
    }

    private static Bson condition(ServiceFilter filter) {
        var conditions = new ArrayList<Bson>();
        equal(conditions, Names.ENVIRONMENT, filter.environment());
        equal(conditions, Names.REGION, filter.region());
        equal(conditions, TYPE, filter.type() == null ? null : filter.type().name());
        equal(conditions, Names.HOST_ID, filter.host() == null ? null : filter.host().value());
        equal(conditions, "tags", filter.tag());
        Status status = filter.status();
        if (status != null) {
            String word = StateDocument.word(status);
            conditions.add(
                    status == Status.UNKNOWN
                            ? Filters.in(Names.STATUS, Arrays.asList(word, null))
                            : Filters.eq(Names.STATUS, word));
        }
        if (filter.enabled() != null) {
            // Nothing means enabled.
            conditions.add(
                    filter.enabled()
                            ? Filters.in("monitoring.enabled", Arrays.asList(true, null))
                            : Filters.eq("monitoring.enabled", false));
        }
        return all(conditions);
    }

    private static void equal(List<Bson> conditions, String key, @Nullable String value) {
        if (value != null) {
            conditions.add(Filters.eq(key, value));
        }
    }

    private static Bson all(List<Bson> conditions) {
        return conditions.isEmpty() ? Filters.empty() : Filters.and(conditions);
    }

    private List<Document> find(String collection, Bson condition) {
        return link.repeated(
                () -> link.collection(collection).find(condition).into(new ArrayList<>()));
    }

    private List<ServiceView> views(Bson condition) {
        List<Document> documents = find(Names.SERVICES, condition);
        var services =
                new Assembly()
                        .hosts(find(Names.HOSTS, among(Names.HOST_ID, documents)))
                        .services(documents)
                        .services();
        Map<ServiceId, ServiceState> known = states.read(among(Names.ID, documents));
        return services.stream()
                .map(service ->
                        new ServiceView(
                                service,
                                known.getOrDefault(
                                        service.id(), ServiceState.unseen(service.id()))))
                .sorted(Comparator.comparing(view -> view.service().id()))
                .toList();
    }

    private static Bson among(String key, List<Document> services) {
        String from = key.equals(Names.ID) ? Names.SERVICE_ID : key;
        return Filters.in(
                key,
                services.stream()
                        .map(each -> each.get(from))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }

    @Override
    public FleetSummary summary() {
        inventory.settled();
        var byStatus = new EnumMap<Status, Long>(Status.class);
        grouped(Names.SERVICES, Names.STATUS)
                .forEach((word, count) ->
                        byStatus.merge(StateDocument.status(word), count, Long::sum));
        Map<@Nullable Object, Long> hosts = grouped(Names.HOSTS, "status");
        return new FleetSummary(
                sum(hosts),
                hosts.getOrDefault("active", 0L) + hosts.getOrDefault(null, 0L),
                sum(byStatus),
                byStatus,
                texts(grouped(Names.SERVICES, Names.ENVIRONMENT)),
                texts(grouped(Names.SERVICES, Names.REGION)),
                texts(grouped(Names.SERVICES, TYPE)));
    }

    private Map<@Nullable Object, Long> grouped(String collection, String key) {
        var counts = new HashMap<@Nullable Object, Long>();
        var stages = List.of(Aggregates.group("$" + key, Accumulators.sum(COUNT, 1)));
        link.repeated(() -> link.collection(collection).aggregate(stages).into(new ArrayList<>()))
                .forEach(group -> counts.put(group.get(Names.ID), BsonValues.number(group, COUNT)));
        return counts;
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> texts(Map<@Nullable Object, Long> counts) {
        var texts = new HashMap<String, Long>();
        counts.forEach((key, count) -> {
            if (key instanceof String text) {
                texts.put(text, count);
            }
        });
        return texts;
    }

    @Override
    public Attention attention(Instant now) {
        inventory.settled();
        Instant limit = now.minus(SOONEST_STALE);
        return new Attention(
                views(
                                Filters.in(
                                        Names.STATUS,
                                        StateDocument.word(Status.STOPPED),
                                        StateDocument.word(Status.ERROR)))
                        .stream()
                        .filter(view -> view.state().status().down())
                        .toList(),
                views(Filters.gte(Names.FAILURES, MANY_FAILURES)).stream()
                        .filter(ServiceView::failsOften)
                        .toList(),
                views(
                                Filters.or(
                                        Filters.lt(Names.LAST_CHECK, BsonValues.date(limit)),
                                        Filters.eq(Names.LAST_CHECK, null)))
                        .stream()
                        .filter(view -> view.stale(now))
                        .toList());
    }
}
