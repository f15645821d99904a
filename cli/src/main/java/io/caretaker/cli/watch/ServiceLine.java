package io.caretaker.cli.watch;

import io.caretaker.cli.render.Texts;
import io.caretaker.cli.screen.Line;
import io.caretaker.cli.screen.Look;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.overview.FleetService;
import java.time.Instant;
import java.util.List;

/// The columns of a service, as many as the terminal has room for. Pure.
///
/// @param columns of the whole line
record ServiceLine(Frame frame, int columns) {
    private static final int STATUS = 9;
    private static final int SINCE = 8;
    private static final int UPTIME = 10;
    private static final int RESPONSE = 9;

    /// How many results the bar shows.
    int bar() {
        return columns >= 96 ? 20 : columns >= 80 ? 10 : 0;
    }

    private int label() {
        return columns < 60
                ? Math.max(8, columns - 2 - STATUS - SINCE)
                : Math.clamp(columns / 3 - 4L, 20, 40);
    }

    /// @param recent its newest results, newest first
    String of(FleetService service, List<HistoryEntry> recent, boolean selected, Instant now) {
        Line line = new Line(frame.style(), columns);
        Look plain = selected ? Look.SELECTED : service.watched() ? Look.PLAIN : Look.FAINT;
        line.add(plain, selected ? "> " : "  ");
        line.fill(plain, Texts.line(service.label()), label() - 1).add(plain, " ");
        Look look = selected ? Look.SELECTED : statusLook(service);
        line.fill(look, status(service), STATUS);
        line.fill(plain, Amounts.since(service.since(), now), SINCE);
        if (columns >= 60) {
            line.fill(plain, Texts.percent(service.uptimePercent()), UPTIME);
        }
        if (columns >= 70) {
            line.fill(plain, response(recent), RESPONSE);
        }
        if (bar() > 0) {
            frame.bars().add(line, recent, bar());
            line.add(Look.PLAIN, "  ");
        }
        rest(line, service, plain);
        return line.toString();
    }

    private void rest(Line line, FleetService service, Look plain) {
        if (columns >= 110) {
            line.fill(plain, service.type(), 14).add(plain, " ");
        }
        if (columns >= 126) {
            line.fill(plain, service.host().value(), 15).add(plain, " ");
        }
        if (columns >= 96 && service.watched() && !service.status().up()) {
            line.add(plain, Texts.line(service.view().state().message()));
        }
    }

    private static Look statusLook(FleetService service) {
        return service.watched() ? Bars.look(service.status()) : Look.FAINT;
    }

    /// `?` stands for a failure that is not believed yet, `~` for going up and down.
    static String status(FleetService service) {
        if (!service.watched()) {
            return "off";
        }
        var state = service.view().state();
        return Texts.word(state.status())
                + (state.soft() ? "?" : "")
                + (state.flapping() ? "~" : "");
    }

    private static String response(List<HistoryEntry> recent) {
        return recent.stream()
                .filter(each -> each.recovery() == null)
                .findFirst()
                .filter(each -> each.status().up())
                .map(each -> Amounts.response(each.responseTime()))
                .orElse("-");
    }
}
