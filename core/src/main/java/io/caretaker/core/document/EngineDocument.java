package io.caretaker.core.document;

import io.caretaker.core.health.Capability;
import io.caretaker.core.health.Engines.Ability;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What caretaker can do with one kind of database server, as a document.
public final class EngineDocument {
    private EngineDocument() {}

    public static Map<String, @Nullable Object> of(Ability ability) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("engine", ability.kind().label());
        document.put("name", ability.kind().title());
        document.put("versions", ability.kind().versions());
        document.put("default_port", ability.kind().defaultPort());
        document.put("capabilities", ability.able().stream().map(Capability::label).toList());
        document.put("limits", ability.limits());
        return document;
    }
}
