package io.caretaker.web.http;

import java.util.Arrays;
import java.util.List;

/// The headers that answers carry. Nothing is sent that does not stand here, and the API's
/// description takes their meaning from here.
public enum AnswerHeader {
    ETAG(
            "ETag",
            Scope.OPERATION,
            Schema.string(),
            "the state of what is answered: sent back in If-None-Match it spares who has it the"
                    + " answer, in If-Match it guards a change of an entry"),
    LOCATION("Location", Scope.OPERATION, Schema.string(), "where what was made can be asked for"),
    LINK(
            "Link",
            Scope.OPERATION,
            Schema.string(),
            "the next page, with rel=\"next\"; absent on the last"),
    X_TOTAL_COUNT(
            "X-Total-Count",
            Scope.OPERATION,
            Schema.integer(),
            "how many there are on all pages together"),
    IDEMPOTENCY_REPLAYED(
            "Idempotency-Replayed",
            Scope.OPERATION,
            Schema.oneOf("true"),
            "the request was carried out before, and this is its answer of that time"),
    X_ACCEL_BUFFERING(
            "X-Accel-Buffering",
            Scope.OPERATION,
            Schema.oneOf("no"),
            "asks a proxy to hand the stream on as it comes"),

    WWW_AUTHENTICATE("WWW-Authenticate", Schema.string(), "how to log in, and what was wrong", 401),
    HX_REDIRECT("HX-Redirect", Schema.string(), "where a page goes to log in", 401),
    RETRY_AFTER(
            "Retry-After", Schema.integer(), "seconds until it is worth trying again", 429, 503),
    ALLOW("Allow", Schema.string(), "the methods that can be asked with", 405),

    CACHE_CONTROL(
            "Cache-Control",
            Scope.EVERY,
            Schema.string(),
            "no-store unless something else is said"),
    CONTENT_SECURITY_POLICY("Content-Security-Policy", Scope.EVERY, Schema.string(), ""),
    X_CONTENT_TYPE_OPTIONS("X-Content-Type-Options", Scope.EVERY, Schema.oneOf("nosniff"), ""),
    X_FRAME_OPTIONS("X-Frame-Options", Scope.EVERY, Schema.oneOf("DENY"), ""),
    REFERRER_POLICY("Referrer-Policy", Scope.EVERY, Schema.string(), ""),
    CROSS_ORIGIN_OPENER_POLICY("Cross-Origin-Opener-Policy", Scope.EVERY, Schema.string(), ""),
    CROSS_ORIGIN_RESOURCE_POLICY("Cross-Origin-Resource-Policy", Scope.EVERY, Schema.string(), ""),
    PERMISSIONS_POLICY("Permissions-Policy", Scope.EVERY, Schema.string(), ""),

    STRICT_TRANSPORT_SECURITY(
            "Strict-Transport-Security", Scope.ANY, Schema.string(), "when the way is encrypted"),
    VARY("Vary", Scope.ANY, Schema.string(), "when the answer is long enough to be compressed"),
    CONTENT_ENCODING("Content-Encoding", Scope.ANY, Schema.oneOf("gzip"), "when it is compressed"),

    SET_COOKIE("Set-Cookie", Scope.PAGE, Schema.string(), "");

    /// Which answers carry a header.
    public enum Scope {
        /// Those of the operations that say so.
        OPERATION,
        /// Refusals with some statuses.
        PROBLEM,
        /// All.
        EVERY,
        /// All may.
        ANY,
        /// Those for browsers, which the API's description does not tell of.
        PAGE
    }

    private final String text;
    private final Scope scope;

    @SuppressWarnings("ImmutableEnumChecker") // no schema changes after it is made
    private final Schema schema;

    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<Integer> statuses;

    AnswerHeader(String text, Scope scope, Schema schema, String meaning) {
        this.text = text;
        this.scope = scope;
        this.schema = schema;
        this.meaning = meaning;
        this.statuses = List.of();
    }

    AnswerHeader(String text, Schema schema, String meaning, Integer... statuses) {
        this.text = text;
        this.scope = Scope.PROBLEM;
        this.schema = schema;
        this.meaning = meaning;
        this.statuses = List.of(statuses);
    }

    /// Its name as it is sent.
    public String text() {
        return text;
    }

    public Scope scope() {
        return scope;
    }

    /// The shape of its value.
    public Schema schema() {
        return schema;
    }

    /// What it says; may be empty.
    public String meaning() {
        return meaning;
    }

    /// Whether refusals of that status may carry it.
    public boolean refuses(int status) {
        return statuses.contains(status);
    }

    /// Those of a scope, in their order.
    public static List<AnswerHeader> of(Scope scope) {
        return Arrays.stream(values()).filter(each -> each.scope == scope).toList();
    }
}
