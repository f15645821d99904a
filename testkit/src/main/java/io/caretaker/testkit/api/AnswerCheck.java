package io.caretaker.testkit.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Judges answers by the description of an API, and remembers what of the description was met. Not
/// thread-safe.
public final class AnswerCheck {
    /// Of HTTP itself; a description has nothing to say of them.
    private static final Set<String> PLAIN =
            Set.of("date", "content-length", "content-type", "connection", "transfer-encoding");

    private static final String REFUSED = "/components/responses/MethodNotAllowed";

    private final ApiDescription api;
    private final Fields fields;
    private final Set<String> answered = new TreeSet<>();
    private final Set<String> sent = new TreeSet<>();

    public AnswerCheck(ApiDescription api) {
        this.api = api;
        this.fields = new Fields(api);
    }

    /// What is wrong with an answer; nothing when it is as described.
    ///
    /// @param headers by name, whichever letters are capital
    public List<String> complaints(
            String method,
            String path,
            int status,
            Map<String, List<String>> headers,
            String body) {
        Optional<Described> operation = api.operation(method, path);
        // A method that cannot be asked with has no operation, and is refused as all are.
        String place = operation.map(each -> answer(each, status)).orElse(REFUSED);
        if (api.at(place).isMissingNode() || (operation.isEmpty() && status != 405)) {
            return List.of(method + " " + path + " does not describe " + status);
        }
        operation.ifPresent(each -> answered.add(each.id() + " " + status));
        var complaints = new ArrayList<String>();
        headers(place, headers, complaints);
        content(place, headers, body, complaints);
        complaints.replaceAll(each -> method + " " + path + " " + status + ": " + each);
        return complaints;
    }

    /// Where the description has the answer, behind all references.
    private String answer(Described operation, int status) {
        String all =
                "/paths"
                        + ApiDescription.step(operation.path())
                        + "/"
                        + operation.method().toLowerCase(Locale.ROOT)
                        + "/responses/";
        String place = all + status;
        if (api.at(place).isMissingNode() && status >= 400) {
            place = all + "default";
        }
        String reference = api.at(place).path("$ref").asString("");
        return reference.isEmpty() ? place : reference.substring(1);
    }

    private void headers(String place, Map<String, List<String>> headers, List<String> complaints) {
        JsonNode own = api.at(place + "/headers");
        JsonNode every = api.at("/x-headers-of-every-answer");
        var missing = new TreeSet<String>();
        for (JsonNode known : List.of(own, every)) {
            known.propertyNames().stream()
                    .filter(name -> resolved(known.path(name)).path("required").asBoolean(false))
                    .forEach(missing::add);
        }
        headers.forEach((name, values) -> {
            String known = named(own, name);
            String common = named(every, name);
            missing.remove(known.isEmpty() ? common : known);
            if (known.isEmpty() && common.isEmpty()) {
                if (!PLAIN.contains(name.toLowerCase(Locale.ROOT))) {
                    complaints.add("the header " + name + " is not described");
                }
                return;
            }
            sent.add(known.isEmpty() ? "* " + common : place + " " + known);
            JsonNode header = resolved(known.isEmpty() ? every.path(common) : own.path(known));
            values.forEach(value -> value(name, value, header.path("schema"), complaints));
        });
        missing.forEach(name -> complaints.add("the header " + name + " is missing"));
    }

    private static String named(JsonNode headers, String name) {
        return headers.propertyNames().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse("");
    }

    private static void value(String name, String value, JsonNode schema, List<String> complaints) {
        boolean number = schema.path("type").asString("").equals("integer");
        if (number && !value.matches("[0-9]+")) {
            complaints.add("the header " + name + " is no number: " + value);
        }
        JsonNode words = schema.path("enum");
        if (words.isArray()
                && words.valueStream().noneMatch(each -> each.asString().equals(value))) {
            complaints.add("the header " + name + " is " + value + ", none of " + words);
        }
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : api.at(reference.substring(1));
    }

    private void content(
            String place, Map<String, List<String>> headers, String body, List<String> complaints) {
        JsonNode content = api.at(place + "/content");
        if (content.isMissingNode()) {
            if (!body.isEmpty()) {
                complaints.add("a body is not described");
            }
            return;
        }
        String type =
                headers.entrySet().stream()
                        .filter(each -> each.getKey().equalsIgnoreCase("content-type"))
                        .map(each -> each.getValue().getFirst().split(";", 2)[0].strip())
                        .findFirst()
                        .orElse("");
        if (!content.has(type)) {
            complaints.add("it is '" + type + "', not " + content.propertyNames());
        } else if (type.endsWith("json")) {
            String schema = place + "/content" + ApiDescription.step(type) + "/schema";
            complaints.addAll(api.complaints(schema, body));
            fields.met(schema, JsonMapper.shared().readTree(body));
        }
    }

    /// The operations that no answer was judged of, with that status.
    ///
    /// @param all whether each status counts that is described for itself, or only the first
    public Set<String> unanswered(boolean all) {
        var missing = new TreeSet<String>();
        for (Described operation : api.operations()) {
            operation.document().path("responses").propertyNames().stream()
                    .filter(status -> status.startsWith("2"))
                    .limit(all ? Long.MAX_VALUE : 1)
                    .map(status -> operation.id() + " " + status)
                    .filter(each -> !answered.contains(each))
                    .forEach(missing::add);
        }
        return missing;
    }

    /// The headers that are described and were sent in no answer that was judged: by the place of
    /// their answer, or `*` for those of every answer.
    public Set<String> unsentHeaders() {
        var missing = new TreeSet<String>();
        for (Described operation : api.operations()) {
            for (String status : operation.document().path("responses").propertyNames()) {
                String place =
                        status.equals("default")
                                ? answer(operation, 500)
                                : answer(operation, Integer.parseInt(status));
                api.at(place + "/headers")
                        .propertyNames()
                        .forEach(name -> missing.add(place + " " + name));
            }
        }
        api.at("/x-headers-of-every-answer")
                .propertyNames()
                .forEach(name -> missing.add("* " + name));
        missing.removeAll(sent);
        return missing;
    }

    /// The fields that are described for answers and that none has had: by the name of their
    /// schema.
    public Set<String> unmetFields() {
        return fields.unmet();
    }
}
