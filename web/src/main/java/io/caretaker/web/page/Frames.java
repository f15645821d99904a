package io.caretaker.web.page;

import io.caretaker.web.Daemon;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.ProblemAnswer;
import io.caretaker.web.http.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the frame around pages. Thread-safe.
public final class Frames {
    private final Daemon daemon;
    private final Files files;
    private final Templates templates;

    public Frames(Daemon daemon, Files files, Templates templates) {
        this.daemon = daemon;
        this.files = files;
        this.templates = templates;
    }

    /// A whole page.
    ///
    /// @param template its file below `src/main/jte`, which takes `frame` and `page`
    public Answer.Whole page(
            String template,
            String title,
            @Nullable Section section,
            Request request,
            Object page) {
        Frame frame = frame(title, section, request);
        return Flash.taken(request, templates.page(template, frame, page));
    }

    /// A part of a page, without a frame.
    public Answer.Whole part(String template, Object page) {
        return Answer.html(templates.text(template, Map.of("page", page)));
    }

    /// What went wrong, for a person.
    public Answer.Whole error(ProblemAnswer problem, Request request) {
        Frame frame = frame(problem.title(), null, request);
        String text = templates.text("error", Map.of("frame", frame, "problem", problem));
        Answer.Whole page = Answer.text(problem.status(), "text/html; charset=utf-8", text);
        for (Map.Entry<AnswerHeader, String> header : problem.headers().entrySet()) {
            page = page.with(header.getKey(), header.getValue());
        }
        return page;
    }

    private Frame frame(String title, @Nullable Section section, Request request) {
        return new Frame(
                title,
                section,
                request.caller(),
                daemon.version(),
                daemon.node(),
                files,
                Flash.of(request),
                NavCounts.of(daemon),
                request.heard(),
                PauseWords.of(daemon.caretaker().recovery().pause(), daemon.clock().instant()));
    }
}
