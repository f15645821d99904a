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
/// @param good the answers when all is well
public record Operation(
        String id,
        String tag,
        String summary,
        String description,
        List<Parameter> parameters,
        Body body,
        Good good) {
    private static final String JSON = "application/json";

    public Operation {
        parameters = List.copyOf(parameters);
    }

    /// Something that is read, answered with 200 and JSON.
    public static Operation of(String id, String tag, String summary) {
        return new Operation(id, tag, summary, "", List.of(), Body.NONE, Good.NOTHING);
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

    /// What is answered when all is well.
    ///
    /// @param status the usual one
    /// @param also others with the same answer
    /// @param sends the headers of these answers
    /// @param answer null for no content
    /// @param type its media type
    public record Good(
            int status,
            List<Integer> also,
            List<Sent> sends,
            @Nullable Schema answer,
            String type) {
        static final Good NOTHING = new Good(200, List.of(), List.of(), null, JSON);

        public Good {
            also = List.copyOf(also);
            sends = List.copyOf(sends);
        }
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
        var more = new ArrayList<>(good.sends());
        more.add(sent);
        return with(new Good(good.status(), good.also(), more, good.answer(), good.type()));
    }

    private Operation with(Good other) {
        return new Operation(id, tag, summary, description, parameters, body, other);
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
        return new Operation(id, tag, summary, description, more, body, good);
    }

    public Operation described(String text) {
        return new Operation(id, tag, summary, text, parameters, body, good);
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
        return new Operation(id, tag, summary, description, parameters, given, good);
    }

    public Operation answers(Schema schema) {
        return answers(200, schema);
    }

    public Operation answers(int code, @Nullable Schema schema) {
        return with(new Good(code, good.also(), good.sends(), schema, good.type()));
    }

    /// Makes something, whose place is told.
    public Operation creates(Schema schema) {
        return answers(201, schema).sends(201, AnswerHeader.LOCATION);
    }

    /// With another status that has the same answer.
    public Operation also(int code) {
        var more = new ArrayList<>(good.also());
        more.add(code);
        return with(new Good(good.status(), more, good.sends(), good.answer(), good.type()));
    }

    /// Answers something else than JSON.
    public Operation answersAs(String mediaType) {
        return with(new Good(good.status(), good.also(), good.sends(), Schema.string(), mediaType));
    }
}
