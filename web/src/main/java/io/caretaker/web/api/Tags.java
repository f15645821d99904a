package io.caretaker.web.api;

import io.caretaker.core.document.JsonText;
import io.caretaker.server.desk.EntryTag;
import io.caretaker.server.desk.Expected;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tags of entries. A tag begins with that of what people write, by which changes are guarded,
/// and ends with that of all that is shown, so that a state that has changed is seen as news.
final class Tags {
    private static final char BETWEEN = '-';
    private static final int SHOWN = 9;

    private Tags() {}

    /// An entry as it is shown, with its tag.
    ///
    /// @param entry what people write of it
    static Answer.Whole tagged(
            int status, Map<String, @Nullable Object> entry, Map<String, @Nullable Object> shown) {
        String whole = Answer.tag(JsonText.line(shown).getBytes(StandardCharsets.UTF_8));
        return Answer.json(status, shown)
                .with(
                        AnswerHeader.ETAG,
                        '"' + EntryTag.of(entry) + BETWEEN + whole.substring(1, SHOWN) + '"');
    }

    /// What `If-Match` and `If-None-Match` say of the entry that is to be changed.
    ///
    /// @throws Refusal 400 for conditions that cannot be kept
    static Expected expected(Request request) {
        List<String> match = values(request, "if-match");
        List<String> noneMatch = values(request, "if-none-match");
        if (!noneMatch.isEmpty()) {
            if (!noneMatch.equals(List.of("*")) || !match.isEmpty()) {
                throw new Refusal(400, "of If-None-Match only * can be kept here, and alone", "");
            }
            return Expected.absent();
        }
        if (match.isEmpty()) {
            return Expected.anything();
        }
        return match.contains("*")
                ? Expected.present()
                : Expected.tagged(match.stream().map(Tags::ofEntry).toList());
    }

    private static List<String> values(Request request, String header) {
        return request.headers(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
    }

    private static String ofEntry(String tag) {
        String bare = tag.replaceFirst("^W/", "").replace("\"", "");
        int end = bare.indexOf(BETWEEN);
        return end < 0 ? bare : bare.substring(0, end);
    }
}
