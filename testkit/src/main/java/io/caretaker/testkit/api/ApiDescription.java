package io.caretaker.testkit.api;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The description of an API, by which its answers are judged more strictly than a client would:
/// nothing may be there that is not described. Not thread-safe.
///
/// Source: OpenAPI 3.1.0; JSON Schema 2020-12.
public final class ApiDescription {
    private static final String BASE = "https://caretaker.test/openapi.json";
    private static final String META = "https://spec.openapis.org/oas/3.1/";
    private static final Map<String, String> META_FILES =
            Map.of(
                    META + "schema/2022-10-07", "schema-2022-10-07.json",
                    META + "schema-base/2022-10-07", "schema-base-2022-10-07.json",
                    META + "dialect/base", "dialect-base.json",
                    META + "meta/base", "meta-base.json");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String text;
    private final JsonNode document;
    private final List<Described> operations;
    private final SchemaRegistry strict;

    private ApiDescription(String text) {
        this.text = text;
        this.document = JSON.readTree(text);
        this.operations = Described.of(document);
        JsonNode closed = JSON.readTree(text);
        close(closed);
        this.strict = registry(Map.of(BASE, closed.toString()));
    }

    /// The description that a document has.
    ///
    /// @param text an OpenAPI document as JSON
    public static ApiDescription of(String text) {
        return new ApiDescription(text);
    }

    private static SchemaRegistry registry(Map<String, String> schemas) {
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder ->
                        builder.schemas(schemas)
                                .schemaRegistryConfig(
                                        SchemaRegistryConfig.builder()
                                                .formatAssertionsEnabled(true)
                                                .build()));
    }

    /// An object has no fields but those that are described.
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").toString().contains("\"object\"")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiDescription::close);
    }

    /// What is wrong with the document itself, by the meta-schema of OpenAPI 3.1 and its dialect of
    /// JSON Schema.
    public List<String> flaws() {
        var files = new HashMap<String, String>();
        META_FILES.forEach((id, file) -> files.put(id, resource(file)));
        Schema meta = registry(files).getSchema(SchemaLocation.of(META + "schema-base/2022-10-07"));
        return meta.validate(text, InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static String resource(String file) {
        try (InputStream in = ApiDescription.class.getResourceAsStream("openapi-3.1/" + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /// Everything that can be asked for.
    public List<Described> operations() {
        return List.copyOf(operations);
    }

    /// The operation that a request is for; empty when none is described.
    ///
    /// @param path as it was asked for, with its query
    public Optional<Described> operation(String method, String path) {
        return operations.stream().filter(each -> each.fits(method, path)).findFirst();
    }

    /// What is wrong with the JSON that a request carries; nothing where nothing needs to be.
    public List<String> requestComplaints(String method, String path, String body) {
        Described operation = operation(method, path).orElseThrow();
        String place =
                "/paths"
                        + step(operation.path())
                        + step(method.toLowerCase(Locale.ROOT))
                        + "/requestBody";
        JsonNode known = at(place);
        if (body.isEmpty()) {
            return known.path("required").asBoolean(false)
                    ? List.of("a body is missing")
                    : List.of();
        }
        return known.path("content")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(type -> type.endsWith("json"))
                .flatMap(type ->
                        complaints(place + "/content" + step(type) + "/schema", body).stream())
                .toList();
    }

    /// What the place in the description says.
    ///
    /// @param pointer a JSON pointer (RFC 6901)
    JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /// What is wrong with a value by the schema at a place in the description.
    List<String> complaints(String pointer, String value) {
        return strict
                .getSchema(SchemaLocation.of(BASE + "#" + pointer))
                .validate(value, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /// A step of a JSON pointer.
    static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
