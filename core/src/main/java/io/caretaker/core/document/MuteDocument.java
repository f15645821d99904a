package io.caretaker.core.document;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.Mute;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mute as a document, with what it mutes in the field `matcher`. `until` is null when it holds
/// until somebody lifts it.
public final class MuteDocument {
    private MuteDocument() {}

    public static Map<String, @Nullable Object> of(Mute mute) {
        return new Document()
                .put("mute_id", mute.id())
                .put("matcher", AlertMatcherDocument.of(mute.matcher()))
                .put("by", mute.by())
                .put("at", mute.at())
                .put("until", mute.until())
                .put("comment", mute.comment())
                .fields();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted; a mute whose matcher cannot be understood
    ///   mutes nothing rather than everything
    public static Optional<Mute> read(Fields fields) {
        return fields.build(() ->
                new Mute(
                        fields.text("mute_id"),
                        matcher(fields),
                        fields.text("by"),
                        fields.instant("at"),
                        fields.optionalInstant("until"),
                        fields.text("comment", "")));
    }

    private static AlertMatcher matcher(Fields fields) {
        if (!fields.has("matcher")) {
            fields.problem("'matcher' is missing", "");
        }
        return AlertMatcherDocument.read(fields.object("matcher")).orElse(AlertMatcher.ALL);
    }
}
