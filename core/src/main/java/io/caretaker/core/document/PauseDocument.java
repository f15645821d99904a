package io.caretaker.core.document;

import io.caretaker.core.recovery.Pause;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether recovery is paused, as a document.
public final class PauseDocument {
    private PauseDocument() {}

    /// Writes it.
    ///
    /// @param pause the pause in force; null when recovery is on
    public static Map<String, @Nullable Object> of(@Nullable Pause pause) {
        var document = new Document().put("paused", pause != null);
        if (pause != null) {
            document.put("by", pause.by())
                    .put("reason", pause.reason())
                    .put("since", pause.since())
                    .put("until", pause.until());
        }
        return document.fields();
    }
}
