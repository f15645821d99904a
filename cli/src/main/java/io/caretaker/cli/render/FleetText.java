package io.caretaker.cli.render;

import io.caretaker.core.status.Attention;
import io.caretaker.core.status.FleetSummary;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The fleet in numbers and lists, for people.
public final class FleetText {
    private static final List<Status> WORST_FIRST =
            List.of(Status.ERROR, Status.STOPPED, Status.UNKNOWN, Status.WARNING, Status.RUNNING);

    private FleetText() {}

    public static String of(FleetSummary summary) {
        var text = new StringBuilder();
        text.append(Texts.count(summary.totalHosts(), "host"))
                .append(", ")
                .append(summary.activeHosts())
                .append(" active\n")
                .append(Texts.count(summary.totalServices(), "service"))
                .append(": ")
                .append(
                        summary.byStatus().entrySet().stream()
                                .map(each -> each.getValue() + " " + Texts.word(each.getKey()))
                                .collect(Collectors.joining(", ")))
                .append('\n');
        by(text, "by environment", summary.byEnvironment());
        by(text, "by region", summary.byRegion());
        by(text, "by type", summary.byServiceType());
        return text.toString();
    }

    private static void by(StringBuilder text, String what, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            text.append(what)
                    .append(": ")
                    .append(
                            counts.entrySet().stream()
                                    .map(each -> each.getKey() + " " + each.getValue())
                                    .collect(Collectors.joining(", ")))
                    .append('\n');
        }
    }

    public static String of(Attention attention, Instant now, Style style) {
        var text = new StringBuilder();
        list(text, "Down", attention.down(), now, style);
        list(text, "Failing again and again", attention.highFailureRate(), now, style);
        list(text, "Not checked for long", attention.staleChecks(), now, style);
        return text.isEmpty() ? "Nothing needs attention.\n" : text.toString();
    }

    private static void list(
            StringBuilder text, String head, List<ServiceView> views, Instant now, Style style) {
        if (views.isEmpty()) {
            return;
        }
        var table = new Table("SERVICE", "HOST", "STATUS", "FAILURES", "CHECKED", "WHAT");
        views.forEach(view ->
                table.add(
                        Table.Cell.of(view.service().id().value()),
                        Table.Cell.of(view.service().hostId().value()),
                        status(view, style),
                        Table.Cell.of(Integer.toString(view.state().consecutiveFailures())),
                        Table.Cell.of(Texts.ago(view.state().lastCheck(), now)),
                        Table.Cell.of(view.state().message())));
        text.append(text.isEmpty() ? "" : "\n")
                .append(head)
                .append(" (")
                .append(views.size())
                .append("):\n")
                .append(table.in(style));
    }

    private static Table.Cell status(ServiceView view, Style style) {
        Status status = view.state().status();
        return new Table.Cell(Texts.word(status), cell -> style.of(status, cell));
    }

    /// The services below their status, the worst on top.
    public static String byStatus(List<ServiceView> views, Style style) {
        var text = new StringBuilder();
        for (Status status : WORST_FIRST) {
            List<ServiceView> some =
                    views.stream().filter(view -> view.state().status() == status).toList();
            if (!some.isEmpty()) {
                text.append(style.of(status, Texts.word(status) + " (" + some.size() + ")"))
                        .append('\n');
                some.forEach(view ->
                        text.append("  ")
                                .append(view.service().id())
                                .append(" on ")
                                .append(view.service().hostId())
                                .append('\n'));
            }
        }
        return text.isEmpty() ? "Nothing is watched yet.\n" : text.toString();
    }
}
