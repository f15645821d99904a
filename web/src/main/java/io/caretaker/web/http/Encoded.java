package io.caretaker.web.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Percent-encoded texts of addresses and forms.
final class Encoded {
    private static final int MOST_FIELDS = 500;

    private Encoded() {}

    /// A segment of a path, where a plus is a plus.
    static String decode(String text) {
        return text.indexOf('%') < 0 ? text : decoded(text.replace("+", "%2B"));
    }

    /// The fields of a query or form, in their order.
    static Map<String, List<String>> fields(@Nullable String text) {
        var fields = new LinkedHashMap<String, List<String>>();
        if (text == null || text.isEmpty()) {
            return fields;
        }
        String[] pairs = text.split("&", MOST_FIELDS + 1);
        if (pairs.length > MOST_FIELDS) {
            throw new Refusal(400, "more than " + MOST_FIELDS + " fields", "");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!name.isEmpty()) {
                fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new Refusal(400, "the address or form is not encoded as it must be", "");
        }
    }
}
