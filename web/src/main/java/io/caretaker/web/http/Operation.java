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
/// @param body what is sent
/// @param status of the answer when all is well
/// @param also other statuses with the same answer when all is well
/// @param sends the headers of these answers
/// @param answer what is answered then; null for no content
/// @param answerType its media type
public record Operation(
        String id,
        String tag,
        String summary,
        String description,
        List<Parameter> parameters,
        Body body,
        int status,
        List<Integer> also,
        List<Sent> sends,
        @Nullable Schema answer,
        String answerType) {
    private static final String JSON = "application/json";

    public Operation {
        parameters = List.copyOf(parameters);
        also = List.copyOf(also);
        sends = List.copyOf(sends);
    }

    /// Something that is read, answered with 200 and JSON.
    public static Operation of(String id, String tag, String summary) {
        return new Operation(
                id, tag, summary, "", List.of(), Body.NONE, 200, List.of(), List.of(), null, JSON);
    }

    /// One thing that a request may say.
    ///
    /// @param in `path`, `query` or `header`
    public record Parameter(
            String name, String in, boolean required, Schema schema, String description) {}

    /// What a request carries.
    ///
    /// @param schema null for nothing
    /// @param type its media type
    /// @param required whether it must be there
    public record Body(@Nullable Schema schema, String type, boolean required) {
        static final Body NONE = new Body(null, JSON, false);
    }

    /// A header of the answers when all is well.
    ///
    /// @param status of the answers that have it; 0 for all
    /// @param always whether all of these have it
    public record Sent(AnswerHeader header, int status, boolean always) {}

    /// All answers carry that header.
    public Operation sends(AnswerHeader header) {
        return with(new Sent(header, 0, true));
    }

    /// All answers of that status carry that header.
    public Operation sends(int with, AnswerHeader header) {
        return with(new Sent(header, with, true));
    }

    /// Some answers carry that header.
    public Operation maySend(AnswerHeader header) {
        return with(new Sent(header, 0, false));
    }

    /// It may be refused for a while, with that status and when it is worth trying again.
    public Operation notNow(int with) {
        return with(new Sent(AnswerHeader.RETRY_AFTER, with, false));
    }

    private Operation with(Sent sent) {
        var more = new ArrayList<>(sends);
        more.add(sent);
        return new Operation(
                id,
                tag,
                summary,
                description,
                parameters,
                body,
                status,
                also,
                more,
                answer,
                answerType);
    }

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
        return new Operation(
                id, tag, summary, description, more, body, status, also, sends, answer, answerType);
    }

    public Operation described(String text) {
        return new Operation(
                id, tag, summary, text, parameters, body, status, also, sends, answer, answerType);
    }

    /// A body of JSON, which must be there.
    public Operation takes(Schema schema) {
        return takes(new Body(schema, JSON, true));
    }

    /// A body of JSON, which may be missing.
    public Operation mayTake(Schema schema) {
        return takes(new Body(schema, JSON, false));
    }

    /// A body of text.
    public Operation takesText(String mediaType) {
        return takes(new Body(Schema.string(), mediaType, true));
    }

    /// A body.
    public Operation takes(Body given) {
        return new Operation(
                id,
                tag,
                summary,
                description,
                parameters,
                given,
                status,
                also,
                sends,
                answer,
                answerType);
    }

    public Operation answers(Schema schema) {
        return answers(200, schema);
    }

    public Operation answers(int code, @Nullable Schema schema) {
        return new Operation(
                id,
                tag,
                summary,
                description,
                parameters,
                body,
                code,
                also,
                sends,
                schema,
                answerType);
    }

    /// Makes something, whose place is told.
    public Operation creates(Schema schema) {
        return answers(201, schema).sends(201, AnswerHeader.LOCATION);
    }

    /// With another status that has the same answer.
    public Operation also(int code) {
        var more = new ArrayList<>(also);
        more.add(code);
        return new Operation(
                id,
                tag,
                summary,
                description,
                parameters,
                body,
                status,
                more,
                sends,
                answer,
                answerType);
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
                also,
                sends,
                Schema.string(),
                mediaType);
    }
}
