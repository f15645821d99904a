package io.caretaker.web.page;

import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Request;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What is said of an action on the page that follows it. It travels in a cookie that the next page
/// takes away, so that no link can make a page say something.
public final class Flash {
    private static final String COOKIE = "caretaker_said";
    private static final Pattern LOCAL =
            Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,500}");
    private static final int LONGEST = 800;

    private Flash() {}

    /// To the page that the form came from, with a sentence.
    public static Answer.Whole back(Request request, String sentence) {
        String page =
                request.form("back").filter(each -> LOCAL.matcher(each).matches()).orElse("/");
        String text = sentence.length() > LONGEST ? sentence.substring(0, LONGEST) : sentence;
        return said(Answer.to(page), request, text);
    }

    private static Answer.Whole said(Answer.Whole answer, Request request, String text) {
        return answer.with(
                AnswerHeader.SET_COOKIE,
                COOKIE
                        + "="
                        + URLEncoder.encode(text, StandardCharsets.UTF_8)
                        + "; Path=/; Max-Age=60; HttpOnly; SameSite=Strict"
                        + (request.encrypted() ? "; Secure" : ""));
    }

    /// To a page of ours, with a sentence.
    public static Answer.Whole to(String page, Request request, String sentence) {
        String text = sentence.length() > LONGEST ? sentence.substring(0, LONGEST) : sentence;
        return said(Answer.to(page), request, text);
    }

    /// The sentence that a page is to show; empty without one.
    static String of(Request request) {
        try {
            return request.cookie(COOKIE)
                    .map(each -> URLDecoder.decode(each, StandardCharsets.UTF_8))
                    .orElse("");
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    /// The page without the sentence the next time.
    static Answer.Whole taken(Request request, Answer.Whole page) {
        return request.cookie(COOKIE).isEmpty()
                ? page
                : page.with(
                        AnswerHeader.SET_COOKIE,
                        COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    }
}
