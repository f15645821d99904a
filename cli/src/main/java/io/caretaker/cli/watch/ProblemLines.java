package io.caretaker.cli.watch;

import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Line;
import io.caretaker.cli.screen.Look;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The lines of a problem in the list. Pure.
///
/// @param tall whether there is room for what is done and asked
record ProblemLines(Frame frame, int columns, boolean tall) {
    private static final int SEVERITY = 9;
    private static final int SINCE = 8;
    private static final int INDENT = 4;

    int height() {
        return tall ? 2 : 1;
    }

    List<String> of(AttentionItem item, boolean selected, Instant now) {
        var lines = new ArrayList<String>();
        Line first = new Line(frame.style(), columns);
        Look look = selected ? Look.SELECTED : look(item);
        first.add(look, selected ? "> " : "  ");
        if (columns >= 60) {
            first.fill(look, Texts.word(item.severity()), SEVERITY);
            first.fill(selected ? look : Look.FAINT, Amounts.since(item.since(), now), SINCE);
        }
        first.add(selected ? look : Look.BOLD, Texts.line(item.what()));
        first.add(selected ? look : Look.PLAIN, " " + Texts.line(item.why()));
        lines.add(first.toString());
        if (tall) {
            lines.add(second(item));
        }
        return lines;
    }

    private String second(AttentionItem item) {
        Line line = new Line(frame.style(), columns).add(Look.PLAIN, " ".repeat(INDENT));
        String seenBy = item.seenBy();
        if (seenBy != null) {
            line.add(Look.GOOD, Texts.line(seenBy) + " sees to it. ");
        }
        boolean approve = item.wanted() == Wanted.APPROVE;
        line.add(approve ? Look.DOUBTFUL : Look.PLAIN, Texts.line(item.asked()));
        String space = item.asked().isEmpty() ? "" : " ";
        return line.add(Look.FAINT, space + Texts.line(item.doing())).toString();
    }

    static Look look(AttentionItem item) {
        if (item.seenBy() != null) {
            return Look.FAINT;
        }
        return item.severity().compareTo(Severity.HIGH) >= 0
                ? Look.BAD
                : item.severity() == Severity.MEDIUM ? Look.DOUBTFUL : Look.FAINT;
    }
}
