package io.caretaker.web.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the API's description says of a route.
///
/// @param id unique, such as `listHosts`
/// @param tag the group it stands in
/// @param summary one line
/// @param parameters of the path, the query and the headers
/// @param body what is sent, or null
/// @param status of the answer when all is well
/// @param answer what is answered then; null for no content
/// @param answerType its media type
public record Operation(
        String id,
        String tag,
        String summary,
        String description,
        List<Parameter> parameters,
        @Nullable Schema body,
        int status,
        @Nullable Schema answer,
        String answerType) {
    public Operation {
        parameters = List.copyOf(parameters);
    }

    /// Something that is read, answered with 200 and JSON.
    public static Operation of(String id, String tag, String summary) {
        return new Operation(id, tag, summary, "", List.of(), null, 200, null, "application/json");
    }

    /// One thing that a request may say.
    ///
    /// @param in `path`, `query` or `header`
    public record Parameter(
            String name, String in, boolean required, Schema schema, String description) {}

    public Operation path(String name, String meaning) {
        return with(new Parameter(name, "path", true, Schema.string(), meaning));
    }

    public Operation query(String name, Schema schema, String meaning) {
        return with(new Parameter(name, "query", false, schema, meaning));
    }

    public Operation header(String name, String meaning) {
        return with(new Parameter(name, "header", false, Schema.string(), meaning));
    }

    private Operation with(Parameter parameter) {
        var more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Operation(id, tag, summary, description, more, body, status, answer, answerType);
    }

    public Operation described(String text) {
        return new Operation(id, tag, summary, text, parameters, body, status, answer, answerType);
    }

    public Operation takes(Schema schema) {
        return new Operation(
                id, tag, summary, description, parameters, schema, status, answer, answerType);
    }

    public Operation answers(Schema schema) {
        return answers(200, schema);
    }

    public Operation answers(int code, @Nullable Schema schema) {
        return new Operation(
                id, tag, summary, description, parameters, body, code, schema, answerType);
    }

    /// Answers something else than JSON.
    public Operation answersAs(String mediaType) {
        return new Operation(
                id,
                tag,
                summary,
                description,
                parameters,
                body,
                status,
                Schema.string(),
                mediaType);
    }
}
