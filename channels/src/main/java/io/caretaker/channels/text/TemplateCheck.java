package io.caretaker.channels.text;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong with a user's template before a message needs it.
public final class TemplateCheck {
    private static final String HINT = "the names are in the guide under templates of messages";

    private final String name;
    private final String source;
    private final TreeSet<String> known = new TreeSet<>(SampleMessages.names());
    private final List<Problem> problems = new ArrayList<>();

    private TemplateCheck(String name, String source) {
        this.name = name;
        this.source = source;
    }

    /// Reads the template and tries it on messages of all sorts.
    ///
    /// @param name of the template in the configuration, such as `text`
    /// @return the problems, each with the template and the line; empty when it is right
    public static List<Problem> of(String name, String source, boolean html) {
        return new TemplateCheck(name, source).run(html);
    }

    private List<Problem> run(boolean html) {
        try {
            var template = MessageTemplate.of(source, html, UsualTemplates.MOST_BYTES);
            template.template().visit(new Names());
            if (problems.isEmpty()) {
                SampleMessages.ALL.forEach(each -> template.render(each, SampleMessages.TIMES));
            }
        } catch (MustacheParseException e) {
            add("is no Mustache: " + message(e), "a section {{#name}} ends with {{/name}}", e);
        } catch (MustacheException.Context e) {
            add(
                    "names '" + e.key + "' on line " + e.lineNo + ", which is not known there",
                    "what belongs to one alert is known inside of {{#lines}} … {{/lines}} only; "
                            + HINT,
                    e);
        } catch (MustacheException e) {
            add("does not work: " + message(e), HINT, e);
        }
        return List.copyOf(problems);
    }

    private static String message(MustacheException e) {
        return SafeText.line(String.valueOf(e.getMessage()), MessageModel.MOST_TITLE);
    }

    private void add(String what, String hint, @Nullable Throwable cause) {
        problems.add(
                new Problem(
                        ProblemCode.CONFIGURATION,
                        "the template '" + name + "' " + what,
                        hint,
                        cause));
    }

    private void unknown(String variable) {
        add(
                "names '"
                        + SafeText.line(variable, 100)
                        + "' on line "
                        + lineOf(variable)
                        + ", which is not known",
                HINT,
                null);
    }

    /// The library tells the line of a name only when it comes upon it.
    private int lineOf(String variable) {
        Matcher tag =
                Pattern.compile("[{#^&<%\\s]\\s*" + Pattern.quote(variable) + "\\s*[}%>]")
                        .matcher(source);
        int at = tag.find() ? tag.start() : Math.max(0, source.indexOf(variable));
        return (int) source.substring(0, at).chars().filter(each -> each == '\n').count() + 1;
    }

    private final class Names implements Mustache.Visitor {
        private void look(String variable) {
            boolean special =
                    variable.equals(".")
                            || variable.equals("this")
                            || variable.equals("-first")
                            || variable.equals("-last")
                            || variable.equals("-index");
            if (!special
                    && !List.of(variable.split("\\.", -1)).stream().allMatch(known::contains)) {
                unknown(variable);
            }
        }

        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String variable) {
            look(variable);
        }

        @Override
        public boolean visitSection(String variable) {
            look(variable);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String variable) {
            look(variable);
            return true;
        }

        @Override
        public boolean visitInclude(String other) {
            return foreign(other);
        }

        @Override
        public boolean visitParent(String other) {
            return foreign(other);
        }

        @Override
        public boolean visitBlock(String block) {
            return foreign(block);
        }

        private boolean foreign(String other) {
            add(
                    "includes '" + SafeText.line(other, 100) + "' on line " + lineOf(other),
                    "a template cannot include another one",
                    null);
            return false;
        }
    }
}
