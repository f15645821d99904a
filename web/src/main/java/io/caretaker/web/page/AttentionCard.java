package io.caretaker.web.page;

import io.caretaker.core.inventory.Severity;
import io.caretaker.core.overview.AttentionItem;
import io.caretaker.core.overview.Wanted;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One problem on the overview. Pure.
///
/// @param id of the element
/// @param address the page of its subject; empty when it has none
/// @param folded other services that it explains, in words; empty for none
public record AttentionCard(
        String id,
        String label,
        String address,
        String look,
        String severity,
        @Nullable When since,
        String what,
        String why,
        String doing,
        String asked,
        Wanted wanted,
        String approval,
        List<String> alerts,
        String seenBy,
        String folded) {
    public AttentionCard {
        alerts = List.copyOf(alerts);
    }

    public static AttentionCard of(AttentionItem item, int number, Instant now) {
        return new AttentionCard(
                "attention-" + number,
                item.label(),
                address(item),
                item.wanted() == Wanted.NONE ? "is-calm" : look(item.severity()),
                severity(item.severity()),
                When.ofNullable(item.since(), now),
                item.what(),
                Sentences.capital(item.why()),
                item.doing(),
                item.asked(),
                item.wanted(),
                item.approval(),
                item.alerts(),
                item.seenBy() == null ? "" : item.seenBy(),
                folded(item));
    }

    static String look(@Nullable Severity severity) {
        return switch (severity) {
            case null -> "is-good";
            case LOW -> "is-calm";
            case MEDIUM -> "is-doubt";
            case HIGH, CRITICAL -> "is-bad";
        };
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case LOW -> "Low";
            case MEDIUM -> "Medium";
            case HIGH -> "High";
            case CRITICAL -> "Critical";
        };
    }

    private static String address(AttentionItem item) {
        return switch (item.subject().kind()) {
            case SERVICE -> "/services/" + item.subject().id();
            case HOST -> "/hosts/" + item.subject().id();
            case CHANNEL, CARETAKER -> "";
        };
    }

    private static String folded(AttentionItem item) {
        List<String> others =
                item.folded().stream()
                        .map(each -> each.value())
                        .filter(each -> !each.equals(item.subject().id()))
                        .toList();
        if (others.isEmpty()) {
            return "";
        }
        String first = String.join(", ", others.subList(0, Math.min(5, others.size())));
        return others.size() <= 5 ? first : first + " and " + (others.size() - 5) + " more";
    }
}
