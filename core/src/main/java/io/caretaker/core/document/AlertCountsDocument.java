package io.caretaker.core.document;

import io.caretaker.core.alert.AlertCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Alerts and messages in numbers as a document.
public final class AlertCountsDocument {
    private AlertCountsDocument() {}

    public static Map<String, @Nullable Object> of(AlertCounts counts) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("open", counts.open());
        document.put("acknowledged", counts.acknowledged());
        document.put("muted", counts.muted());
        document.put("waiting_messages", counts.waiting());
        document.put("dead_messages", counts.dead());
        return document;
    }
}
