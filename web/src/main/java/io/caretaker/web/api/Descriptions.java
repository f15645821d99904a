package io.caretaker.web.api;

import io.caretaker.core.document.JsonText;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The API's description, made of the routes that are served.
///
/// Source: OpenAPI 3.1.0.
public final class Descriptions {
    private final Map<String, @Nullable Object> schemas = new TreeMap<>();
    private final Map<String, Schema> named = new HashMap<>();
    private final AnswerDescriptions answers = new AnswerDescriptions(this::expanded);
    private final String version;

    private Descriptions(String version) {
        this.version = version;
    }

    /// The route that serves the description of the others.
    public static Route route(List<Route> routes, String version) {
        Map<String, @Nullable Object> document = new Descriptions(version).of(routes);
        Answer.Whole answer =
                Answer.text(200, "application/json", JsonText.of(document))
                        .tagged()
                        .with(AnswerHeader.CACHE_CONTROL, "no-cache");
        return Route.page(Method.GET, "/openapi.json", Access.OPEN, _ -> answer);
    }

    private Map<String, @Nullable Object> of(List<Route> routes) {
        var paths = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        for (Route route : routes) {
            Operation operation = route.operation();
            if (operation != null) {
                paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                        .put(
                                route.method().name().toLowerCase(Locale.ROOT),
                                operation(route, operation));
            }
        }
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("openapi", "3.1.0");
        document.put("info", info());
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("security", List.of(Map.of("token", List.of()), Map.of()));
        document.put("x-headers-of-every-answer", AnswerDescriptions.everywhere());
        document.put("paths", paths);
        document.put("components", components());
        return document;
    }

    private Map<String, @Nullable Object> info() {
        var info = new LinkedHashMap<String, @Nullable Object>();
        info.put("title", "Caretaker");
        info.put("version", version);
        info.put(
                "description",
                "Watches, heals and looks after databases. Instants are ISO 8601 in UTC, durations are"
                        + " seconds. Errors are application/problem+json.");
        var license = new LinkedHashMap<String, @Nullable Object>();
        license.put("name", "Apache-2.0");
        license.put("identifier", "Apache-2.0");
        info.put("license", license);
        return info;
    }

    private Map<String, @Nullable Object> components() {
        var components = new LinkedHashMap<String, @Nullable Object>();
        components.put("securitySchemes", Map.of("token", bearer()));
        components.put("responses", answers.shared());
        components.put("headers", answers.headers());
        components.put("schemas", schemas);
        return components;
    }

    private static Map<String, @Nullable Object> bearer() {
        var scheme = new LinkedHashMap<String, @Nullable Object>();
        scheme.put("type", "http");
        scheme.put("scheme", "bearer");
        return scheme;
    }

    private Map<String, @Nullable Object> operation(Route route, Operation operation) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("operationId", operation.id());
        document.put("tags", List.of(operation.tag()));
        document.put("summary", operation.summary());
        String role = "Needs the role " + route.access().word() + ".";
        String text = operation.description();
        document.put("description", text.isEmpty() ? role : text + "\n\n" + role);
        document.put("parameters", operation.parameters().stream().map(this::parameter).toList());
        Operation.Body body = operation.body();
        Schema sent = body.schema();
        if (sent != null) {
            var carried = new LinkedHashMap<String, @Nullable Object>();
            carried.put("required", body.required());
            carried.put("content", Map.of(body.type(), Map.of("schema", expanded(sent))));
            document.put("requestBody", carried);
        }
        document.put("responses", answers.of(route, operation));
        return document;
    }

    private Map<String, @Nullable Object> parameter(Operation.Parameter parameter) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("name", parameter.name());
        document.put("in", parameter.in());
        document.put("required", parameter.required());
        document.put("description", parameter.description());
        document.put("schema", expanded(parameter.schema()));
        return document;
    }

    /// With named schemas in their own place.
    private @Nullable Object expanded(@Nullable Object value) {
        return switch (value) {
            case Schema schema when schema.name().isEmpty() -> expanded(schema.words());
            case Schema schema -> {
                Schema known = named.putIfAbsent(schema.name(), schema);
                if (known == null) {
                    schemas.put(schema.name(), expanded(schema.words()));
                } else if (!known.equals(schema)) {
                    throw new IllegalStateException("two shapes are called " + schema.name());
                }
                yield Map.of("$ref", "#/components/schemas/" + schema.name());
            }
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, each) -> copy.put(String.valueOf(key), expanded(each)));
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<@Nullable Object>();
                list.forEach(each -> copy.add(expanded(each)));
                yield copy;
            }
            case null, default -> value;
        };
    }
}
