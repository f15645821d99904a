package io.caretaker.web.alert;

import io.caretaker.core.alert.AlertTimeline;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.inventory.Environment;
import io.caretaker.server.desk.AlertChoice;
import io.caretaker.server.desk.AlertFilter;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.page.When;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How alerts are now, for pages and for what keeps them live. Thread-safe.
final class AlertLooks {
    private static final Duration PAST = Duration.ofDays(7);

    private final Daemon daemon;
    private final Desks desks;

    AlertLooks(Desks desks) {
        this.daemon = desks.daemon();
        this.desks = desks;
    }

    AlertListPage list(AlertListPage.Choice choice) {
        Instant now = daemon.clock().instant();
        List<AlertLine> lines =
                desks.questions().list(filter(choice)).stream()
                        .filter(each -> !choice.show().equals("past") || !each.alert().firing())
                        .map(each -> AlertLine.of(each, now))
                        .toList();
        List<String> environments =
                daemon.caretaker().inventory().environments().stream()
                        .map(Environment::name)
                        .toList();
        return new AlertListPage(choice, lines, environments);
    }

    private static AlertFilter filter(AlertListPage.Choice choice) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        if (!choice.severity().isEmpty()) {
            words.put("severity", List.of(choice.severity()));
        }
        if (!choice.environment().isEmpty()) {
            words.put("environment", List.of(choice.environment()));
        }
        AlertFilter.@Nullable State state =
                switch (choice.show()) {
                    case "acknowledged" -> AlertFilter.State.ACKNOWLEDGED;
                    case "muted" -> AlertFilter.State.MUTED;
                    default -> null;
                };
        boolean past = choice.show().equals("past");
        return new AlertFilter(AlertChoice.of(words), state, past, past ? PAST : null);
    }

    /// @throws io.caretaker.core.problem.Problem `NOT_FOUND` for none
    AlertPage alert(String id) {
        AlertView view = desks.questions().find(id);
        List<Delivery> deliveries = desks.questions().deliveries(view.alert());
        Instant now = daemon.clock().instant();
        return new AlertPage(
                AlertLine.of(view, now),
                view.alert().key().rule().meaning(),
                AlertTimeline.of(view, deliveries).stream()
                        .map(each -> new AlertPage.Moment(When.of(each.at(), now), each.what()))
                        .toList(),
                deliveries.stream().map(each -> Deliveries.of(each, now)).toList(),
                view.mutes().stream().map(Mute::id).toList());
    }
}
