package io.caretaker.web.http;

import io.caretaker.core.document.JsonText;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What went wrong, as `application/problem+json` has it.
///
/// Source: RFC 9457.
///
/// @param code stable, for programs: the product's own, or that of HTTP
/// @param detail one sentence
/// @param hint what helps; may be empty
public record ProblemAnswer(
        int status, String code, String detail, String hint, Map<AnswerHeader, String> headers) {
    public static final String TYPE = "application/problem+json";

    /// What the product says.
    static ProblemAnswer of(Problem problem) {
        return new ProblemAnswer(
                status(problem.code()),
                problem.code().name().toLowerCase(Locale.ROOT),
                problem.message(),
                problem.hint(),
                Map.of());
    }

    /// What HTTP says.
    static ProblemAnswer of(Refusal refusal) {
        return new ProblemAnswer(
                refusal.status(),
                word(refusal.status()),
                refusal.message(),
                refusal.hint(),
                refusal.headers());
    }

    /// A defect of ours; where it is written down, but not what it is.
    static ProblemAnswer defect(String id) {
        return new ProblemAnswer(
                500,
                "internal",
                "caretaker met a defect of its own",
                "its log says more under " + id,
                Map.of());
    }

    static int status(ProblemCode code) {
        return switch (code) {
            case INVALID, CONFIGURATION -> 422;
            case NOT_FOUND -> 404;
            case DUPLICATE, LOCKED -> 409;
            case OUTDATED -> 412;
            case DENIED -> 403;
            case UNREACHABLE, STORE_CORRUPT, STORE_UNWRITABLE -> 503;
            case FAILED -> 502;
            case INTERNAL -> 500;
        };
    }

    /// The status in words.
    public static String word(int status) {
        return switch (status) {
            case 400 -> "bad_request";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 405 -> "method_not_allowed";
            case 406 -> "not_acceptable";
            case 409 -> "conflict";
            case 412 -> "precondition_failed";
            case 413 -> "content_too_large";
            case 415 -> "unsupported_media_type";
            case 421 -> "misdirected_request";
            case 422 -> "invalid";
            case 428 -> "precondition_required";
            case 429 -> "too_many_requests";
            case 503 -> "unavailable";
            default -> status < 500 ? "refused" : "internal";
        };
    }

    public String title() {
        String words = word(status).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    Answer.Whole json() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("type", "about:blank");
        document.put("title", title());
        document.put("status", status);
        document.put("detail", detail);
        document.put("code", code);
        if (!hint.isEmpty()) {
            document.put("hint", hint);
        }
        var answer = Answer.text(status, TYPE, JsonText.line(document));
        for (Map.Entry<AnswerHeader, String> header : headers.entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }
}
