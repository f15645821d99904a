package io.caretaker.web.api;

import io.caretaker.core.document.DurationText;
import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what a request carries as JSON. What is wrong with it is said all together.
final class Body {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Body() {}

    /// Reads the body; one that is missing counts as an object without fields.
    ///
    /// @throws Problem `INVALID` with everything that is wrong, also for fields that nobody asked
    ///   for
    static <T> T read(Request request, Function<Fields, T> reader) {
        return read(request.jsonOrEmpty(), reader);
    }

    /// Reads an object.
    static <T> T read(Map<String, @Nullable Object> json, Function<Fields, T> reader) {
        Fields fields = Fields.strict(json);
        Optional<T> read = fields.build(() -> reader.apply(fields));
        List<FieldProblem> problems = fields.problems();
        if (read.isEmpty() || !problems.isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    problems.stream().map(FieldProblem::line).collect(Collectors.joining("; ")),
                    "");
        }
        return read.get();
    }

    /// Seconds, or a time such as `2h`; null when it is not there.
    static @Nullable Duration duration(Fields fields, String key) {
        Duration found =
                fields.isText(key)
                        ? fields.optionalParsed(key, DurationText::parse)
                        : fields.optionalSeconds(key);
        if (found != null && (!found.isPositive() || found.compareTo(LONGEST) > 0)) {
            fields.problem(key, "must be above 0 and at most 100 years", "");
            return null;
        }
        return found;
    }

    /// When something ends that begins now: `for` so long, or `until` then; null when neither is
    /// said.
    static @Nullable Instant end(Fields fields, Instant now) {
        Duration length = duration(fields, "for");
        Instant until = fields.optionalInstant("until");
        if (length != null && until != null) {
            fields.problem("'for' and 'until' exclude each other", "");
        }
        if (until != null && !until.isAfter(now)) {
            fields.problem("until", "is over already", "");
        }
        return length == null ? until : now.plus(length);
    }
}
