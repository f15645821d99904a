package io.caretaker.testkit.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// One operation of a description.
///
/// @param method in capital letters
/// @param path with parameters in braces
/// @param document what the description says of it
public record Described(String method, String path, JsonNode document) {
    /// All operations of a description.
    static List<Described> of(JsonNode api) {
        var all = new ArrayList<Described>();
        api.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method ->
                                        all.add(
                                                new Described(
                                                        method.getKey().toUpperCase(Locale.ROOT),
                                                        path.getKey(),
                                                        method.getValue()))));
        // A fixed segment goes before a parameter, as it does for the server.
        all.sort(Comparator.comparingInt(each -> each.path().split("\\{", -1).length));
        return all;
    }

    /// Its id.
    public String id() {
        return document.path("operationId").asString();
    }

    /// Whether a request is for it.
    boolean fits(String askedMethod, String askedPath) {
        if (!method.equals(askedMethod)) {
            return false;
        }
        String[] mine = path.split("/", -1);
        String[] asked = askedPath.split("\\?", 2)[0].split("/", -1);
        return mine.length == asked.length
                && Arrays.equals(mine, asked, (a, b) -> a.startsWith("{") ? 0 : a.compareTo(b));
    }
}
