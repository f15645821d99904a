package io.caretaker.web.http;

import com.sun.net.httpserver.Headers;
import java.util.EnumMap;
import java.util.Map;

/// What tells a browser to trust nothing but our own files, to show our pages in no frame, and to
/// keep nothing unless an answer says otherwise.
final class SafetyHeaders {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; manifest-src 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";
    private static final Map<AnswerHeader, String> VALUES = values();

    private SafetyHeaders() {}

    /// What every answer carries.
    private static Map<AnswerHeader, String> values() {
        var values = new EnumMap<AnswerHeader, String>(AnswerHeader.class);
        for (AnswerHeader header : AnswerHeader.of(AnswerHeader.Scope.EVERY)) {
            values.put(header, value(header));
        }
        return values;
    }

    private static String value(AnswerHeader header) {
        return switch (header) {
            case CONTENT_SECURITY_POLICY -> POLICY;
            case X_CONTENT_TYPE_OPTIONS -> "nosniff";
            case X_FRAME_OPTIONS -> "DENY";
            case REFERRER_POLICY -> "same-origin";
            case CROSS_ORIGIN_OPENER_POLICY -> "same-origin";
            case CROSS_ORIGIN_RESOURCE_POLICY -> "same-origin";
            case PERMISSIONS_POLICY -> "camera=(), geolocation=(), microphone=()";
            case CACHE_CONTROL -> "no-store";
            default -> throw new IllegalArgumentException("not every answer has " + header);
        };
    }

    static void add(Headers headers, boolean encrypted) {
        VALUES.forEach((header, value) -> headers.set(header.text(), value));
        if (encrypted) {
            headers.set(AnswerHeader.STRICT_TRANSPORT_SECURITY.text(), "max-age=31536000");
        }
    }
}
