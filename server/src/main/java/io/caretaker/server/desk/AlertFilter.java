package io.caretaker.server.desk;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.AlertView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which alerts somebody wants to see.
///
/// @param matcher as it was typed: services may be named by more than their ids
/// @param state where they stand; null for all that fire
/// @param all also events and alerts that are over
/// @param since how far back what is over may be; null for a day
public record AlertFilter(
        AlertMatcher matcher, @Nullable State state, boolean all, @Nullable Duration since) {
    private static final Duration USUAL = Duration.ofHours(24);

    /// All that fires.
    public static final AlertFilter OPEN = new AlertFilter(AlertMatcher.ALL, null, false, null);

    /// Where an alert stands, with what people say of it.
    public enum State {
        FIRING,
        ACKNOWLEDGED,
        MUTED,
        RESOLVED,
        EXPIRED;

        private boolean test(AlertView view) {
            return switch (this) {
                case FIRING -> view.alert().firing();
                case ACKNOWLEDGED -> view.acknowledged();
                case MUTED -> view.muted();
                case RESOLVED -> view.alert().state() == AlertState.RESOLVED;
                case EXPIRED -> view.alert().state() == AlertState.EXPIRED;
            };
        }
    }

    private boolean past() {
        return all || since != null || state == State.RESOLVED || state == State.EXPIRED;
    }

    /// Those that ended before are not wanted.
    Instant ended(Instant now) {
        return past() ? now.minus(since == null ? USUAL : since) : now.plusSeconds(1);
    }

    /// Those wanted, what fires first, then by severity, then the newest.
    ///
    /// @param meant the matcher with ids for names
    List<AlertView> of(Stream<AlertView> views, AlertMatcher meant) {
        return views.filter(view -> past() || view.alert().firing())
                .filter(view -> state == null || state.test(view))
                .filter(view -> meant.matches(view.alert(), view.place()))
                .sorted(Comparator.comparing(AlertView::alert, worstFirst()))
                .toList();
    }

    private static Comparator<Alert> worstFirst() {
        return Comparator.comparing((Alert alert) -> !alert.firing())
                .thenComparing(Alert::severity, Comparator.reverseOrder())
                .thenComparing(Alert::since, Comparator.reverseOrder())
                .thenComparing(Alert::id);
    }
}
