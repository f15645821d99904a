package io.caretaker.web.api;

import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.AnswerHeader.Scope;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.ProblemAnswer;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What the API's description says of answers: when all is well, when nothing is new, when
/// something is wrong, each with its headers.
final class AnswerDescriptions {
    private static final Schema PROBLEM =
            Schema.object("Problem")
                    .field("type", Schema.string(), "always about:blank")
                    .field("title", Schema.string(), "the status in words")
                    .field("status", Schema.integer(), "")
                    .field("detail", Schema.string(), "what is wrong, in one sentence")
                    .field("code", Schema.string(), "stable, for programs")
                    .optional("hint", Schema.string(), "what helps");
    private static final int ANY = 0;

    private final Function<@Nullable Object, @Nullable Object> expanded;

    /// @param expanded puts named schemas into their own place
    AnswerDescriptions(Function<@Nullable Object, @Nullable Object> expanded) {
        this.expanded = expanded;
    }

    /// The answers of an operation.
    Map<String, @Nullable Object> of(Route route, Operation operation) {
        var answers = new LinkedHashMap<String, @Nullable Object>();
        answers.put(
                String.valueOf(operation.good().status()),
                good(operation, operation.good().status()));
        operation
                .good()
                .also()
                .forEach(status -> answers.put(String.valueOf(status), good(operation, status)));
        if (route.method() == Method.GET && sends(operation, AnswerHeader.ETAG)) {
            answers.put("304", answer("Who asks has it already", sent(operation, 200), null, ""));
        }
        operation.good().sends().stream()
                .filter(each -> each.header().scope() == Scope.PROBLEM)
                .forEach(each ->
                        answers.put(
                                String.valueOf(each.status()),
                                problem("Not now", other -> other == each.header())));
        answers.put("401", shared("Unauthorized"));
        answers.put("429", shared("TooManyRequests"));
        boolean repeatable = sends(operation, AnswerHeader.IDEMPOTENCY_REPLAYED);
        answers.put("default", shared(repeatable ? "RepeatableProblem" : "Problem"));
        return answers;
    }

    private static boolean sends(Operation operation, AnswerHeader header) {
        return operation.good().sends().stream().anyMatch(each -> each.header() == header);
    }

    private static Map<String, @Nullable Object> shared(String name) {
        return reference("responses", name);
    }

    private static Map<String, @Nullable Object> reference(String kind, String name) {
        var reference = new LinkedHashMap<String, @Nullable Object>();
        reference.put("$ref", "#/components/" + kind + "/" + name);
        return reference;
    }

    private Map<String, @Nullable Object> good(Operation operation, int status) {
        Schema schema = operation.good().answer();
        return answer(
                schema == null ? "Done" : "The answer",
                sent(operation, status),
                schema,
                operation.good().type());
    }

    private Map<String, @Nullable Object> sent(Operation operation, int status) {
        var headers = new LinkedHashMap<String, @Nullable Object>();
        for (Operation.Sent sent : operation.good().sends()) {
            boolean here = sent.status() == ANY || sent.status() == status;
            if (here && sent.header().scope() != Scope.PROBLEM) {
                headers.put(sent.header().text(), referred(sent.header(), sent.always()));
            }
        }
        return headers;
    }

    private Map<String, @Nullable Object> answer(
            String description,
            Map<String, @Nullable Object> headers,
            @Nullable Schema schema,
            String type) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("description", description);
        if (!headers.isEmpty()) {
            answer.put("headers", headers);
        }
        if (schema != null) {
            answer.put("content", Map.of(type, Map.of("schema", expanded.apply(schema))));
        }
        return answer;
    }

    /// A header that is always there is described where it stands: a reference has no room for it.
    private Map<String, @Nullable Object> referred(AnswerHeader header, boolean always) {
        return always ? header(header, true) : reference("headers", header.text());
    }

    private Map<String, @Nullable Object> header(AnswerHeader header, boolean always) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        if (!header.meaning().isEmpty()) {
            document.put("description", header.meaning());
        }
        if (always) {
            document.put("required", true);
        }
        document.put("schema", expanded.apply(header.schema()));
        return document;
    }

    /// The answers that many operations have.
    Map<String, @Nullable Object> shared() {
        var answers = new LinkedHashMap<String, @Nullable Object>();
        answers.put(
                "Unauthorized",
                problem("A token is needed, or is not known", each -> each.refuses(401)));
        answers.put("TooManyRequests", problem("Too many tries", each -> each.refuses(429)));
        answers.put(
                "MethodNotAllowed",
                problem("This cannot be asked with this method", each -> each.refuses(405)));
        answers.put("Problem", problem("What went wrong", _ -> false));
        answers.put(
                "RepeatableProblem",
                problem(
                        "What went wrong, now or when it was first asked for",
                        each -> each == AnswerHeader.IDEMPOTENCY_REPLAYED));
        return answers;
    }

    private Map<String, @Nullable Object> problem(
            String description, Predicate<AnswerHeader> which) {
        var headers = new LinkedHashMap<String, @Nullable Object>();
        Arrays.stream(AnswerHeader.values())
                .filter(which)
                .forEach(each -> headers.put(each.text(), referred(each, false)));
        return answer(description, headers, PROBLEM, ProblemAnswer.TYPE);
    }

    /// All headers that programs can be sent.
    Map<String, @Nullable Object> headers() {
        var headers = new LinkedHashMap<String, @Nullable Object>();
        Arrays.stream(AnswerHeader.values())
                .filter(each -> each.scope() != Scope.PAGE)
                .forEach(each ->
                        headers.put(each.text(), header(each, each.scope() == Scope.EVERY)));
        return headers;
    }

    /// The headers that no operation tells of, since every answer has them, or may have them.
    static Map<String, @Nullable Object> everywhere() {
        var headers = new LinkedHashMap<String, @Nullable Object>();
        Arrays.stream(AnswerHeader.values())
                .filter(each -> each.scope() == Scope.EVERY || each.scope() == Scope.ANY)
                .forEach(each -> headers.put(each.text(), reference("headers", each.text())));
        return headers;
    }
}
