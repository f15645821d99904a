package io.caretaker.web.alert;

import io.caretaker.web.page.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What nobody is told of, and a form for more.
///
/// @param wrong why the form was not taken; empty when it was
/// @param typed what the form had
public record MutesPage(
        List<Line> lines,
        List<Choice> services,
        List<Choice> hosts,
        List<String> environments,
        List<Choice> rules,
        String wrong,
        Typed typed) {
    public MutesPage {
        lines = List.copyOf(lines);
        services = List.copyOf(services);
        hosts = List.copyOf(hosts);
        environments = List.copyOf(environments);
        rules = List.copyOf(rules);
    }

    /// One mute.
    public record Line(
            String id, String what, String by, String comment, When since, @Nullable When until) {}

    /// One thing to choose.
    public record Choice(String value, String label) {}

    /// What was typed.
    public record Typed(
            String service,
            String host,
            String environment,
            String severity,
            String rule,
            String time,
            String comment) {
        static final Typed NOTHING = new Typed("", "", "", "", "", "4h", "");
    }
}
