package io.caretaker.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.caretaker.web.http.Answer;
import java.util.Map;

/// Makes pages of their templates, which the build has compiled. Thread-safe.
public final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);

    /// A whole page or a part of one.
    ///
    /// @param template its file below `src/main/jte`, without the end
    /// @param values its parameters by name
    public String text(String template, Map<String, Object> values) {
        var out = new StringOutput();
        engine.render(template + ".jte", values, out);
        return out.toString();
    }

    /// A page as an answer.
    public Answer.Whole page(String template, Frame frame, Object page) {
        return Answer.html(text(template, Map.of("frame", frame, "page", page)));
    }
}
