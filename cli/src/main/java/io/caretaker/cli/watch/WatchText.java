package io.caretaker.cli.watch;

import io.caretaker.cli.render.Style;
import io.caretaker.cli.render.Table;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.EnvironmentGroup;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.overview.RegionGroup;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The overview once, as text.
public final class WatchText {
    private final Sight sight;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private WatchText(Sight sight, Style style) {
        this.sight = sight;
        this.style = style;
    }

    public static String of(Sight sight, Style style) {
        var text = new WatchText(sight, style);
        text.all();
        return text.text.toString();
    }

    private void all() {
        Overview overview = sight.overview();
        line(style.bold(Texts.line(overview.headline().text())));
        if (!sight.doubt().isEmpty()) {
            line(style.bad(sight.doubt()));
        }
        overview.attention().forEach(item -> problem(item, overview.at()));
        for (EnvironmentGroup group : overview.fleet()) {
            group.regions().forEach(region -> region(group.environment(), region, overview.at()));
        }
    }

    private void problem(AttentionItem item, Instant now) {
        String since = item.since() == null ? "" : ", for " + Amounts.since(item.since(), now);
        line("");
        line(
                ProblemLines.look(item)
                        .in(
                                style,
                                Texts.word(item.severity())
                                        + since
                                        + ": "
                                        + Texts.line(item.what())));
        String seen = item.seenBy() == null ? "" : item.seenBy() + " sees to it.";
        String approval =
                item.approval().isEmpty() ? "" : "`caretaker approve " + item.approval() + "`";
        Stream.of(item.why(), item.doing(), item.asked(), approval, seen)
                .filter(each -> !each.isEmpty())
                .forEach(each -> line("  " + Texts.line(each)));
    }

    private void region(String environment, RegionGroup region, Instant now) {
        line("");
        line(style.bold(Texts.line(environment + " " + region.region())));
        var table = new Table("SERVICE", "TYPE", "HOST", "STATUS", "FOR", "UPTIME 30 D", "WHAT");
        region.services().forEach(service -> row(table, service, now));
        text.append(table.in(style));
    }

    private static void row(Table table, FleetService service, Instant now) {
        List<String> cells =
                List.of(
                        service.label(),
                        service.type(),
                        service.host().value(),
                        ServiceLine.status(service),
                        service.since() == null ? "-" : Amounts.since(service.since(), now),
                        Texts.percent(service.uptimePercent()),
                        service.view().state().message());
        table.add(cells.toArray(String[]::new));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
