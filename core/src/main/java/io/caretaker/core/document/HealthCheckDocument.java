package io.caretaker.core.document;

import io.caretaker.core.check.BodyExpectation;
import io.caretaker.core.check.CheckSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The object `health_check` of a service.
///
/// A check that `endpoint` and `expected_response`, or `custom_check`, say completely is written by
/// them, so that other programs can read and change it. Any other check is written as `check`, with
/// its `method`. `endpoint` is an http URL, `tcp://host:port` or `host:port`; an
/// `expected_response` of three digits is a status code.
final class HealthCheckDocument {
    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");
    private static final String ENDPOINT = "endpoint";
    private static final String RESPONSE = "expected_response";
    private static final String COMMAND = "custom_check";
    private static final String WRONG_ENDPOINT =
            "must be an http:// or https:// URL, tcp://host:port or host:port, but is '";

    private HealthCheckDocument() {}

    static Map<String, @Nullable Object> of(@Nullable CheckSpec check) {
        var document = new Document().put("enabled", check != null);
        if (check != null) {
            writePlainly(document, check);
            if (!check.equals(plain(Fields.lenient(document.fields())).orElse(null))) {
                document = new Document().put("enabled", true).put("check", full(check));
            }
        }
        return document.fields();
    }

    private static Map<String, @Nullable Object> full(CheckSpec check) {
        // An http check's own method is its verb, so the kind of the check has another name.
        return CheckDocument.write(new Document().put("kind", check.method()), check).fields();
    }

    private static void writePlainly(Document document, CheckSpec check) {
        switch (check) {
            case CheckSpec.Http http -> {
                document.put(ENDPOINT, http.url().toString());
                if (http.expectation() instanceof BodyExpectation.Contains(String text)) {
                    document.put(RESPONSE, text);
                }
            }
            case CheckSpec.Tcp tcp -> {
                String host = tcp.host().contains(":") ? "[" + tcp.host() + "]" : tcp.host();
                document.put(ENDPOINT, "tcp://" + host + ":" + tcp.port())
                        .putIfThere(RESPONSE, tcp.expect());
            }
            case CheckSpec.Custom custom -> document.put(COMMAND, Words.compact(custom.command()));
            case CheckSpec.Unit _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Database _,
                    CheckSpec.HostFacts _ -> {}
        }
    }

    /// The second check of a service; null when there is none or it is switched off.
    ///
    /// @param taken whether the plain fields are the service's first check already
    static @Nullable CheckSpec read(Fields fields, CheckContext context, boolean taken) {
        Fields check = fields.optionalObject("check");
        Optional<CheckSpec> plain = plain(fields);
        boolean enabled = fields.bool("enabled", true);
        CheckSpec found = null;
        if (check != null) {
            found = full(check, context);
        } else if (!taken) {
            found = plain.orElse(null);
        }
        return enabled ? found : null;
    }

    private static CheckSpec full(Fields check, CheckContext context) {
        String kind = check.oneOf("kind", CheckDocument.METHODS);
        if (kind == null && !check.has("kind")) {
            check.problem(
                    "'kind' is missing", "one of " + String.join(", ", CheckDocument.METHODS));
        }
        return kind == null ? new CheckSpec.Unit() : CheckDocument.read(kind, check, context);
    }

    /// What `endpoint`, `expected_response` and `custom_check` say.
    static Optional<CheckSpec> plain(Fields fields) {
        String response = fields.optionalText(RESPONSE);
        CheckSpec endpoint = fields.optionalParsed(ENDPOINT, text -> endpoint(text, response));
        List<String> command = fields.optionalCommand(COMMAND);
        if (endpoint != null) {
            return Optional.of(endpoint);
        }
        return command == null || command.isEmpty()
                ? Optional.empty()
                : Optional.of(new CheckSpec.Custom(command, Map.of()));
    }

    private static CheckSpec endpoint(String text, @Nullable String response) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return http(HttpCheckDocument.url(text), response);
        }
        return tcp(text, response);
    }

    private static CheckSpec http(URI url, @Nullable String response) {
        var usual = CheckSpec.Http.get(url);
        boolean status = response != null && STATUS.matcher(response).matches();
        return new CheckSpec.Http(
                url,
                usual.verb(),
                usual.headers(),
                null,
                status ? Set.of(Integer.valueOf(response)) : Set.of(),
                response == null || status
                        ? usual.expectation()
                        : new BodyExpectation.Contains(response),
                usual.slowAfter(),
                usual.certificateDays(),
                usual.followRedirects(),
                usual.verifyTls(),
                null);
    }

    private static CheckSpec tcp(String text, @Nullable String response) {
        try {
            URI uri = new URI(text.startsWith("tcp://") ? text : "tcp://" + text);
            String host = uri.getHost();
            if (host == null || uri.getPort() < 0 || !uri.getPath().isEmpty()) {
                throw new IllegalArgumentException(WRONG_ENDPOINT + text + "'");
            }
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return new CheckSpec.Tcp(bare, uri.getPort(), null, response);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(WRONG_ENDPOINT + text + "'", e);
        }
    }
}
