package io.caretaker.server.keep;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.document.AlertDocument;
import io.caretaker.core.document.DeliveryDocument;
import io.caretaker.core.document.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Alerts and deliveries as two lists of a document. Each item is read for itself: one that only a
/// newer caretaker understands does not stand before the others.
final class AlertLists {
    private AlertLists() {}

    static Map<String, @Nullable Object> of(List<Alert> alerts, List<Delivery> deliveries) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("alerts", alerts.stream().map(AlertDocument::of).toList());
        document.put("deliveries", deliveries.stream().map(DeliveryDocument::of).toList());
        return document;
    }

    static List<Alert> alerts(Fields fields) {
        return readable(fields, "alerts", AlertDocument::read);
    }

    static List<Delivery> deliveries(Fields fields) {
        return readable(fields, "deliveries", DeliveryDocument::read);
    }

    static <T> List<T> readable(Fields fields, String key, Function<Fields, Optional<T>> reader) {
        return fields.objects(key).stream()
                .flatMap(each -> reader.apply(Fields.lenient(each.given())).stream())
                .toList();
    }
}
