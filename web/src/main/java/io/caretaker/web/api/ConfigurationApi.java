package io.caretaker.web.api;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Looking at a configuration before it is put in place.
public final class ConfigurationApi {
    private static final String YAML = "application/yaml";
    private static final List<String> TYPES =
            List.of(YAML, "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain");

    private final Desks desks;

    public ConfigurationApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        Schema problem =
                Schema.object("ConfigurationProblem")
                        .field("file", Shapes.TEXT, "")
                        .field("line", Schema.integer(), "from 1; 0 where there is none")
                        .field("column", Schema.integer(), "from 1; 0 where there is none")
                        .field("message", Shapes.TEXT, "")
                        .field("hint", Shapes.TEXT, "may be empty");
        return List.of(
                new Route(
                        Method.POST,
                        "/api/v1/configuration/check",
                        Access.ADMIN,
                        Operation.of(
                                        "checkConfiguration",
                                        "configuration",
                                        "Everything that is wrong with a caretaker.yaml")
                                .described("The text is the body. Nothing is taken over.")
                                .takesText(YAML)
                                .answers(
                                        Schema.object("ConfigurationCheck")
                                                .field("valid", Schema.bool(), "")
                                                .field("problems", Schema.listOf(problem), "")
                                                .optional("notes", Shapes.TEXTS, "")),
                        this::check));
    }

    private Answer check(Request request) {
        String type = request.header("content-type").orElse(YAML).split(";", 2)[0];
        if (!TYPES.contains(type.strip().toLowerCase(Locale.ROOT))) {
            throw new Refusal(415, "the body must be YAML", "send it as " + YAML);
        }
        return Answer.json(desks.daemon().tools().configuration().of(text(request.body())));
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw new Refusal(400, "the body is not UTF-8", "");
        }
    }
}
