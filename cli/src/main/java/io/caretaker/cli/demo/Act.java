package io.caretaker.cli.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One act of the demonstration and how it went.
///
/// @param figures milliseconds that were measured in it, by name
/// @param error why it failed; null when it went well
record Act(
        String act,
        String target,
        Duration took,
        Map<String, Long> figures,
        @Nullable String error) {
    Act {
        figures = new LinkedHashMap<>(figures);
    }

    boolean ok() {
        return error == null;
    }

    Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("act", act);
        document.put("target", target);
        document.put("ok", ok());
        document.put("took_ms", took.toMillis());
        document.putAll(figures);
        if (error != null) {
            document.put("error", error);
        }
        return document;
    }
}
