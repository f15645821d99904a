package io.caretaker.web.api;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lists in pages: a plain array, `X-Total-Count` where the number is known, and a `Link` to the
/// next page while there is one.
final class Page {
    static final int USUAL = 1000;
    static final int MOST = 10_000;

    private static final char BETWEEN = ' ';

    private Page() {}

    /// A list in pages that is there as a whole, as [#of] answers it.
    static Operation counted(Operation operation) {
        return described(operation).sends(AnswerHeader.X_TOTAL_COUNT);
    }

    /// A list in pages, with a link to the next as [#linked] makes it.
    static Operation described(Operation operation) {
        return operation
                .maySend(AnswerHeader.LINK)
                .query(
                        "limit",
                        Schema.integer()
                                .with("minimum", 1)
                                .with("maximum", MOST)
                                .with("default", USUAL),
                        "at most so many")
                .query(
                        "after",
                        Schema.string(),
                        "the next page, as the Link of the last one has it");
    }

    static int limit(Request request) {
        return request.number("limit", USUAL, 1, MOST);
    }

    /// A page of a list that is there as a whole. Where the list has changed since the page before,
    /// nothing that was there all the time is left out in a list that is in the order of its ids.
    ///
    /// @param id of an item; no two have the same
    static <T> Answer.Whole of(
            Request request,
            List<T> all,
            Function<T, String> id,
            boolean orderedById,
            Function<T, Map<String, @Nullable Object>> document) {
        int begin = cursor(request).map(at -> begin(at, all, id, orderedById)).orElse(0);
        int end = Math.min(all.size(), begin + limit(request));
        List<T> page = all.subList(begin, end);
        Answer.Whole answer =
                Answer.json(page.stream().map(document).toList())
                        .with(AnswerHeader.X_TOTAL_COUNT, String.valueOf(all.size()));
        return end < all.size() && !page.isEmpty()
                ? linked(answer, request, (end - 1) + " " + id.apply(page.getLast()))
                : answer;
    }

    /// The place after the last item of the page before. Where that item is gone, its id or its
    /// former position says where it was.
    private static <T> int begin(
            String cursor, List<T> all, Function<T, String> id, boolean orderedById) {
        int space = cursor.indexOf(BETWEEN);
        if (space < 1 || !cursor.substring(0, space).matches("[0-9]{1,9}")) {
            throw strange();
        }
        int position = Integer.parseInt(cursor.substring(0, space));
        String last = cursor.substring(space + 1);
        for (int i = 0; i < all.size(); i++) {
            int order = id.apply(all.get(i)).compareTo(last);
            if (order == 0) {
                return i + 1;
            }
            if (orderedById && order > 0) {
                return i;
            }
        }
        return orderedById ? all.size() : Math.min(position, all.size());
    }

    /// Where the page before ended.
    static Optional<String> cursor(Request request) {
        return request.query("after").map(Page::decoded);
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw strange();
        }
    }

    static Problem strange() {
        return new Problem(
                ProblemCode.INVALID,
                "after is not what the Link of a page before says",
                "without it the list begins at its beginning");
    }

    /// With a link to what follows the cursor.
    static Answer.Whole linked(Answer.Whole answer, Request request, String cursor) {
        var query = new ArrayList<String>();
        request.query()
                .forEach((name, values) -> {
                    if (!name.equals("after")) {
                        values.forEach(value -> query.add(encoded(name) + "=" + encoded(value)));
                    }
                });
        query.add(
                "after="
                        + Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(cursor.getBytes(StandardCharsets.UTF_8)));
        return answer.with(
                AnswerHeader.LINK,
                "<" + request.path() + "?" + String.join("&", query) + ">; rel=\"next\"");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
