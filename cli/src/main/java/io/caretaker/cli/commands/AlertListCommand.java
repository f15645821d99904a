package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.AlertListText;
import io.caretaker.cli.render.AlertView;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The alerts.
@Command(
        name = "list",
        header = "List the open alerts, the worst first.",
        description = {
            "Also those that nobody was told of, with the reason. With --all also events and what was over",
            "in the last 24 hours."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker alert list --environment production --severity high --severity critical",
            "  caretaker alert list --all --since 7d --format json"
        })
final class AlertListCommand implements Callable<Integer> {
    private static final Duration USUAL = Duration.ofHours(24);

    private final Session session;

    @Mixin AlertFilterOptions filter = new AlertFilterOptions();

    @Option(
            names = "--status",
            paramLabel = "WORD",
            description = "of this status: firing, acknowledged, muted, resolved, expired")
    @Nullable State state;

    @Option(names = "--all", description = "also events and alerts that are over")
    boolean all;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "with --all: over since then, such as 7d (default: 24h)")
    @Nullable Duration since;

    /// Where an alert stands, with what people say of it.
    enum State {
        FIRING,
        ACKNOWLEDGED,
        MUTED,
        RESOLVED,
        EXPIRED;

        boolean test(AlertView view) {
            return switch (this) {
                case FIRING -> view.alert().firing();
                case ACKNOWLEDGED -> view.acknowledged();
                case MUTED -> view.muted();
                case RESOLVED -> view.alert().state() == AlertState.RESOLVED;
                case EXPIRED -> view.alert().state() == AlertState.EXPIRED;
            };
        }
    }

    AlertListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Instant now = Instant.now();
        AlertBook book = AlertBook.ofSession(session, now);
        List<AlertView> found = book == null ? List.of() : wanted(book, now);
        if (json) {
            session.json(found.stream().map(AlertView::document).toList());
        } else {
            session.print(AlertListText.of(found, now, session.style()));
            hint(found);
        }
        return ExitCodes.OK;
    }

    private List<AlertView> wanted(AlertBook book, Instant now) {
        boolean past = all || since != null || state == State.RESOLVED || state == State.EXPIRED;
        Instant ended = past ? now.minus(since == null ? USUAL : since) : now.plusSeconds(1);
        AlertMatcher matcher = filter.matcher(book.inventory());
        return book.since(ended).stream()
                .filter(view -> past || view.alert().firing())
                .filter(view -> state == null || state.test(view))
                .filter(view -> AlertFilterOptions.test(matcher, view))
                .sorted(Comparator.comparing(AlertView::alert, worstFirst()))
                .toList();
    }

    /// What fires first, then by severity, then the newest.
    private static Comparator<Alert> worstFirst() {
        return Comparator.comparing((Alert alert) -> !alert.firing())
                .thenComparing(Alert::severity, Comparator.reverseOrder())
                .thenComparing(Alert::since, Comparator.reverseOrder())
                .thenComparing(Alert::id);
    }

    private void hint(List<AlertView> found) {
        long open = found.stream().filter(view -> view.alert().firing()).count();
        if (session.settings().alerting().channels().isEmpty()) {
            session.say(
                    open == 0
                            ? "No channel is configured: nobody is told anything."
                            : "No channel is configured: nobody is told of "
                                    + Texts.count(open, "open alert")
                                    + ".");
        }
    }
}
