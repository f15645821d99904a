package io.caretaker.core.document;

import io.caretaker.core.check.BodyExpectation;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HttpVerb;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// The settings of an http check.
final class HttpCheckDocument {
    static final CheckSpec.Http DEFAULTS = CheckSpec.Http.get(URI.create("http://localhost/"));

    private HttpCheckDocument() {}

    static Document write(Document document, CheckSpec.Http http) {
        document.put("url", http.url().toString())
                .put("method", http.verb().name())
                .putIfAny("headers", new TreeMap<>(http.headers()))
                .putIfThere("body", http.body())
                .putIfAny("statuses", List.copyOf(new TreeSet<>(http.statuses())));
        write(document, http.expectation());
        return document.seconds("slow_after_sec", http.slowAfter())
                .put("certificate_days", http.certificateDays())
                .put("follow_redirects", http.followRedirects())
                .put("verify_tls", http.verifyTls())
                .putIfThere("ca_file", http.caFile());
    }

    private static void write(Document document, BodyExpectation expectation) {
        switch (expectation) {
            case BodyExpectation.Anything() -> {}
            case BodyExpectation.Contains(String text) -> document.put("expect_text", text);
            case BodyExpectation.Matches(String regex) -> document.put("expect_regex", regex);
            case BodyExpectation.JsonPath(String path, String value) ->
                    document.put(
                            "expect_json",
                            new Document().put("path", path).putIfThere("value", value).fields());
        }
    }

    static CheckSpec read(Fields fields) {
        return fields.build(
                DEFAULTS,
                () ->
                        new CheckSpec.Http(
                                fields.parsed("url", HttpCheckDocument::url, DEFAULTS.url()),
                                fields.word("method", HttpVerb.class, HttpVerb.GET),
                                fields.textMap("headers"),
                                fields.optionalText("body"),
                                statuses(fields),
                                expectation(fields),
                                fields.optionalSeconds("slow_after_sec"),
                                certificateDays(fields),
                                fields.bool("follow_redirects", DEFAULTS.followRedirects()),
                                fields.bool("verify_tls", DEFAULTS.verifyTls()),
                                fields.optionalText("ca_file")));
    }

    /// Checks the text.
    ///
    /// @throws IllegalArgumentException for anything but an http:// or https:// URL
    static URI url(String text) {
        try {
            return CheckSpec.Http.get(new URI(text)).url();
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be an http:// or https:// URL with a host, but is '" + text + "'", e);
        }
    }

    private static Set<Integer> statuses(Fields fields) {
        var statuses = new LinkedHashSet<Integer>();
        for (Integer status : fields.integers("statuses")) {
            if (status < 100 || status > 599) {
                fields.problem("statuses", "must be 100 to 599, but is " + status, "");
            }
            statuses.add(status);
        }
        return statuses;
    }

    private static int certificateDays(Fields fields) {
        int days = fields.integer("certificate_days", DEFAULTS.certificateDays());
        if (days < 0) {
            fields.problem("certificate_days", "must not be negative, but is " + days, "");
        }
        return days;
    }

    private static BodyExpectation expectation(Fields fields) {
        var found = new ArrayList<BodyExpectation>();
        String text = fields.optionalText("expect_text");
        if (text != null) {
            found.add(new BodyExpectation.Contains(text));
        }
        String regex = fields.optionalParsed("expect_regex", HttpCheckDocument::regex);
        if (regex != null) {
            found.add(new BodyExpectation.Matches(regex));
        }
        Fields json = fields.optionalObject("expect_json");
        if (json != null) {
            found.add(json(json));
        }
        if (found.size() > 1) {
            fields.problem("has more than one of expect_text, expect_regex and expect_json", "");
        }
        return found.isEmpty() ? new BodyExpectation.Anything() : found.getFirst();
    }

    private static BodyExpectation json(Fields fields) {
        @Nullable String value = fields.optionalScalar("value");
        return new BodyExpectation.JsonPath(fields.text("path"), value);
    }

    /// Checks the text.
    ///
    /// @throws IllegalArgumentException when it is not a regular expression
    static String regex(String text) {
        try {
            return Pattern.compile(text).pattern();
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is not a regular expression: " + e.getDescription(), e);
        }
    }
}
