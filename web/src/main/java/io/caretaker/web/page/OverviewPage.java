package io.caretaker.web.page;

import java.util.List;

/// What needs attention, and the fleet.
///
/// @param headline how everything is, in one breath
/// @param look the class of the headline: `is-good`, `is-calm`, `is-doubt` or `is-bad`
/// @param counts the fleet in numbers
/// @param paused whether recovery is paused
/// @param cards what needs attention, the first things first
/// @param at when all this was so
public record OverviewPage(
        String headline,
        String look,
        String counts,
        boolean paused,
        List<AttentionCard> cards,
        When at,
        FleetView fleet) {
    private static final int SHOWN = 8;

    public OverviewPage {
        cards = List.copyOf(cards);
    }

    /// The cards to be seen at once.
    public List<AttentionCard> first() {
        return cards.subList(0, Math.min(SHOWN, cards.size()));
    }

    /// The other cards.
    public List<AttentionCard> others() {
        return cards.subList(Math.min(SHOWN, cards.size()), cards.size());
    }
}
