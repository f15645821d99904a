package io.caretaker.server.keep;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.core.document.AlertDocument;
import io.caretaker.core.document.DeliveryDocument;
import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.MuteDocument;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a store holds, part by part, as a count and a hash that two stores with the same content
/// share. Times count to the millisecond, as every store keeps them.
public final class StoreContent {
    private static final int AUDIT_PAGE = 1_000;

    private final MessageDigest digest = ArchiveFile.newDigest();
    private long count;

    private StoreContent() {}

    /// How much there is of one part, and its hash.
    ///
    /// @param sha256 in hexadecimal, over all documents in their order
    public record Part(long count, String sha256) {}

    /// Reads everything, the history too.
    public static Map<String, Part> of(Store store, Instant now) {
        var parts = new LinkedHashMap<String, Part>();
        Inventory all = store.inventory().read();
        parts.put(
                "environments",
                of(all.environments().stream().map(EnvironmentDocument::of).toList()));
        parts.put("hosts", of(all.hosts().stream().map(HostDocument::of).toList()));
        parts.put("services", of(all.services().stream().map(ServiceDocument::of).toList()));
        parts.put("states", of(new TreeMap<>(store.states().read())));
        parts.put("recovery states", of(new TreeMap<>(store.recovery().states())));
        parts.put(
                "approvals",
                of(
                        store.recovery().approvals(Instant.EPOCH).stream()
                                .map(RecoveryDocuments::of)
                                .toList()));
        parts.put(
                "pause", of(store.recovery().pause().map(RecoveryDocuments::of).stream().toList()));
        parts.put("open requests", requests(store));
        alerts(store.alerts(), parts);
        parts.put("history", history(store));
        parts.put("roll-ups", rollups(store, now));
        parts.put("audit", audit(store));
        return parts;
    }

    private static void alerts(AlertStore alerts, Map<String, Part> parts) {
        parts.put(
                "alerts",
                of(
                        alerts.alerts(Instant.EPOCH).stream()
                                .sorted(Comparator.comparing(Alert::id))
                                .map(AlertDocument::of)
                                .toList()));
        parts.put(
                "deliveries",
                of(
                        alerts.deliveries(Instant.EPOCH, Integer.MAX_VALUE).stream()
                                .sorted(Comparator.comparing(Delivery::id))
                                .map(DeliveryDocument::of)
                                .toList()));
        parts.put(
                "acknowledgements",
                of(alerts.acknowledgements().stream().map(AcknowledgementDocument::of).toList()));
        parts.put("mutes", of(alerts.mutes().stream().map(MuteDocument::of).toList()));
    }

    private static Part of(List<? extends Map<String, ? extends @Nullable Object>> documents) {
        var content = new StoreContent();
        documents.forEach(content::add);
        return content.part();
    }

    private static Part of(Map<?, ? extends Record> records) {
        var content = new StoreContent();
        records.values().forEach(content::add);
        return content.part();
    }

    private static Part requests(Store store) {
        var content = new StoreContent();
        store.recovery().openRequests().forEach(content::add);
        return content.part();
    }

    private static Part history(Store store) {
        var content = new StoreContent();
        var rows =
                new HistoryReader(
                        store.history(), HistoryReader.ALWAYS_FROM, HistoryReader.ALWAYS_TO, null);
        rows.forEachRemaining(row -> content.add(HistoryDocument.of(row, Duration.ZERO)));
        return content.part();
    }

    private static Part rollups(Store store, Instant now) {
        var content = new StoreContent();
        for (RollupStretch each : RollupStretch.all(now)) {
            store.history().rollups(each.from(), each.to()).forEach(content::add);
        }
        return content.part();
    }

    private void add(HourlyRollup rollup) {
        // Means may differ in their last microsecond by how they were divided.
        add(
                Map.of(
                        "service",
                        rollup.service(),
                        "hour",
                        rollup.hour(),
                        "counts",
                        List.of(rollup.up(), rollup.down(), rollup.unknown()),
                        "longest",
                        String.valueOf(rollup.maxResponse())));
    }

    private static Part audit(Store store) {
        var content = new StoreContent();
        List<AuditRecord> some = store.audit().after(0, AUDIT_PAGE);
        while (!some.isEmpty()) {
            some.forEach(record -> content.add(Map.of("hash", record.hash())));
            some = store.audit().after(some.getLast().number(), AUDIT_PAGE);
        }
        return content.part();
    }

    private void add(Record record) {
        var fields = new TreeMap<String, @Nullable Object>();
        for (var each : record.getClass().getRecordComponents()) {
            try {
                fields.put(each.getName(), each.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a record that cannot be read", e);
            }
        }
        add(fields);
    }

    private void add(Map<String, ? extends @Nullable Object> document) {
        digest.update(JsonLine.write(canonical(document)).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        count++;
    }

    private static Map<String, @Nullable Object> canonical(Map<?, ?> document) {
        var sorted = new TreeMap<String, @Nullable Object>();
        document.forEach((key, value) -> sorted.put(String.valueOf(key), canonical(value)));
        return sorted;
    }

    private static @Nullable Object canonical(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> canonical(map);
            case List<?> list -> {
                var all = new ArrayList<@Nullable Object>();
                list.forEach(each -> all.add(canonical(each)));
                yield all;
            }
            case Instant instant -> instant.toEpochMilli();
            case Integer number -> number.longValue();
            case Double number ->
                    number == Math.rint(number) ? (Object) (long) (double) number : number;
            case Object other -> other;
        };
    }

    private Part part() {
        return new Part(count, HexFormat.of().formatHex(digest.digest()));
    }
}
