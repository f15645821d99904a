package io.caretaker.cli.render;

import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The status for people: plain words first, then the table, the worst on top.
public final class StatusText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final List<Status> WORST_FIRST =
            List.of(Status.ERROR, Status.STOPPED, Status.UNKNOWN, Status.WARNING, Status.RUNNING);
    private static final int NAMED = 3;

    private final StatusReport report;
    private final Style style;
    private final StringBuilder text = new StringBuilder();

    private StatusText(StatusReport report, Style style) {
        this.report = report;
        this.style = style;
    }

    public static String of(StatusReport report, Style style) {
        var text = new StatusText(report, style);
        text.headline();
        text.daemon();
        text.recovery();
        text.text.append(AlertCountsText.of(report.alerts(), style));
        text.table();
        return text.text.toString();
    }

    private void headline() {
        int all = report.inventory().services().size();
        if (all == 0) {
            line(style.doubtful("Nothing is watched yet."));
            return;
        }
        List<Service> down =
                Stream.concat(
                                report.services(Status.ERROR).stream(),
                                report.services(Status.STOPPED).stream())
                        .toList();
        List<Service> unknown = report.services(Status.UNKNOWN);
        List<Service> warning = report.services(Status.WARNING);
        if (!down.isEmpty()) {
            line(style.bad(share(down, all) + " down: " + names(down) + "."));
        }
        if (!unknown.isEmpty()) {
            line(style.doubtful("Nothing is known of " + names(unknown) + "."));
        }
        if (!warning.isEmpty()) {
            line(
                    style.doubtful(
                            share(warning, all)
                                    + (warning.size() == 1
                                            ? " up and needs attention: "
                                            : " up and need attention: ")
                                    + names(warning)
                                    + "."));
        }
        if (down.isEmpty() && unknown.isEmpty() && warning.isEmpty()) {
            line(
                    style.good(
                            all == 1
                                    ? "The only service is up."
                                    : "All " + all + " services are up."));
        }
    }

    private static String share(List<Service> some, int all) {
        if (all == 1) {
            return "The only service is";
        }
        return some.size()
                + " of "
                + Texts.count(all, "service")
                + (some.size() == 1 ? " is" : " are");
    }

    private static String names(List<Service> services) {
        String named =
                String.join(", ", services.stream().limit(NAMED).map(Service::label).toList());
        int more = services.size() - NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private void daemon() {
        if (report.daemon() instanceof Daemon.Stopped) {
            Instant newest = report.newestCheck();
            String when =
                    newest == null
                            ? "nothing was checked yet"
                            : "this is the state of "
                                    + TIME.format(newest.atZone(ZoneId.systemDefault()))
                                    + " ("
                                    + Texts.ago(newest, report.now())
                                    + ")";
            line(style.doubtful("caretaker is not running; " + when + "."));
        }
    }

    private void recovery() {
        Pause pause = report.pause();
        if (pause != null) {
            line(
                    style.doubtful(
                            "Recovery is paused by "
                                    + pause.by()
                                    + (pause.until() == null
                                            ? ""
                                            : " until "
                                                    + TIME.format(
                                                            pause.until()
                                                                    .atZone(
                                                                            ZoneId
                                                                                    .systemDefault())))
                                    + (pause.reason().isEmpty() ? "" : ": " + pause.reason())
                                    + "."));
        }
        for (Approval approval : report.approvals()) {
            line(
                    style.doubtful(
                            "The recovery of "
                                    + approval.service()
                                    + " waits for approval: `caretaker approve "
                                    + approval.id()
                                    + "`."));
        }
    }

    private void table() {
        if (report.inventory().services().isEmpty()) {
            return;
        }
        var table =
                new Table("SERVICE", "TYPE", "STATUS", "SINCE", "UPTIME 30 D", "CHECKED", "WHAT");
        report.inventory().services().stream()
                .sorted(
                        Comparator.comparingInt((Service service) ->
                                        WORST_FIRST.indexOf(report.state(service).status()))
                                .thenComparing(Service::id))
                .forEach(service -> row(table, service));
        text.append('\n').append(table.in(style));
    }

    private void row(Table table, Service service) {
        ServiceState state = report.state(service);
        String shown =
                Texts.word(state.status())
                        + (state.soft() ? "?" : "")
                        + (state.flapping() ? "~" : "");
        table.add(
                Table.Cell.of(service.id().value()),
                Table.Cell.of(service.type().name()),
                new Table.Cell(shown, cell -> style.of(state.status(), cell)),
                Table.Cell.of(
                        state.statusSince() == null
                                ? "-"
                                : Texts.duration(
                                        java.time.Duration.between(
                                                state.statusSince(), report.now()))),
                Table.Cell.of(Texts.percent(state.uptimePercent())),
                Table.Cell.of(
                        service.monitoring().enabled()
                                ? Texts.ago(state.lastCheck(), report.now())
                                : "disabled"),
                Table.Cell.of(state.message()));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
