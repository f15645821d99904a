package io.caretaker.channels;

import com.samskivert.mustache.MustacheException;
import io.caretaker.channels.ChannelSettings.Templates;
import io.caretaker.channels.text.MessageTemplate;
import io.caretaker.channels.text.SafeText;
import io.caretaker.channels.text.TemplateCheck;
import io.caretaker.channels.text.Times;
import io.caretaker.channels.text.UsualTemplates;
import io.caretaker.core.alert.Message;
import io.caretaker.core.problem.Problem;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a message into words, by the user's templates or the usual ones. A template of the user
/// that fails is logged and replaced by the usual one: no message is lost over it. Thread-safe.
public final class Rendering {
    /// Code points of a title.
    public static final int MOST_TITLE = 200;

    /// Bytes of a text or of HTML, in UTF-8.
    public static final int MOST_BYTES = UsualTemplates.MOST_BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(Rendering.class);

    private final Times times;
    private final @Nullable MessageTemplate title;
    private final @Nullable MessageTemplate text;
    private final @Nullable MessageTemplate html;

    /// With times on the wall clock of the system's zone.
    public Rendering(Templates templates) {
        this(templates, ZoneId.systemDefault());
    }

    /// With times on the wall clock of a zone.
    public Rendering(Templates templates, ZoneId zone) {
        this.times = new Times(zone);
        this.title = read("title", templates.title(), false);
        this.text = read("text", templates.text(), false);
        this.html = read("html", templates.html(), true);
    }

    /// Looks whether templates are right: Mustache that names nothing unknown and includes nothing.
    ///
    /// @return all that is wrong, each with the template and the line
    public static List<Problem> problems(Templates templates) {
        var problems = new ArrayList<Problem>();
        check(problems, "title", templates.title(), false);
        check(problems, "text", templates.text(), false);
        check(problems, "html", templates.html(), true);
        return List.copyOf(problems);
    }

    /// Looks whether templates are right.
    ///
    /// @throws Problem the first of [#problems]
    public static void check(Templates templates) {
        List<Problem> problems = problems(templates);
        if (!problems.isEmpty()) {
            throw problems.getFirst();
        }
    }

    private static void check(
            List<Problem> problems, String name, @Nullable String source, boolean html) {
        if (source != null) {
            problems.addAll(TemplateCheck.of(name, source, html));
        }
    }

    private static @Nullable MessageTemplate read(
            String name, @Nullable String source, boolean html) {
        if (source == null) {
            return null;
        }
        try {
            return MessageTemplate.of(source, html, MOST_BYTES);
        } catch (MustacheException e) {
            warn(name, "", e);
            return null;
        }
    }

    /// One line of at most [#MOST_TITLE] code points.
    public String title(Message message) {
        String wished = wished("title", title, message);
        String line = wished == null ? "" : SafeText.line(wished, MOST_TITLE);
        return line.isEmpty()
                ? SafeText.line(UsualTemplates.TITLE.render(message, times), MOST_TITLE)
                : line;
    }

    /// Plain text with `\n` between its lines, at most [#MOST_BYTES].
    public String text(Message message) {
        String wished = wished("text", text, message);
        return wished == null ? UsualTemplates.TEXT.render(message, times) : wished;
    }

    /// A whole HTML document without anything that is fetched from elsewhere, at most
    /// [#MOST_BYTES]. All that comes from the message is escaped.
    public String html(Message message) {
        String wished = wished("html", html, message);
        return wished == null ? UsualTemplates.HTML.render(message, times) : wished;
    }

    private @Nullable String wished(
            String name, @Nullable MessageTemplate template, Message message) {
        if (template == null) {
            return null;
        }
        try {
            String result = template.render(message, times);
            return result.isBlank() ? null : result;
        } catch (RuntimeException e) {
            warn(name, message.channel(), e);
            return null;
        }
    }

    private static void warn(String name, String channel, RuntimeException e) {
        LOG.atWarn()
                .addKeyValue("template", name)
                .addKeyValue("channel", channel)
                .addKeyValue("reason", SafeText.line(String.valueOf(e.getMessage()), MOST_TITLE))
                .log("a template fails; the usual text is used in its place");
    }
}
