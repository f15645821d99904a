package io.caretaker.web.database;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.EndMethod;
import io.caretaker.server.care.SessionEnd;
import io.caretaker.server.desk.EndPlan;
import java.util.List;

/// Asks whether sessions, or their queries, are really to be ended.
///
/// @param items those that were chosen
public record EndPage(DatabaseHead head, Way way, List<Item> items) {
    public EndPage {
        items = List.copyOf(items);
    }

    /// How they are ended.
    ///
    /// @param word as forms have it
    /// @param question the heading
    /// @param effect what it does, in a sentence
    public record Way(String word, String question, String effect) {
        static Way of(EndMethod method) {
            return switch (method) {
                case CANCEL ->
                        new Way(
                                "cancel",
                                "Cancel what runs?",
                                "The query is ended, the session stays. Its client is told that"
                                        + " its query was cancelled.");
                case TERMINATE ->
                        new Way(
                                "terminate",
                                "Terminate?",
                                "The session is ended and its transaction rolled back: what it"
                                        + " did and has not committed is undone. Its client"
                                        + " loses the connection.");
            };
        }
    }

    /// One of them.
    ///
    /// @param token to be sent back
    /// @param objection why it is not ended; empty when it is
    public record Item(String token, SessionRow row, String objection) {
        public boolean possible() {
            return objection.isEmpty();
        }
    }

    static EndPage of(DatabaseHead head, EndPlan plan) {
        Care care = plan.database().service().careInForce();
        return new EndPage(
                head,
                Way.of(plan.method()),
                plan.orders().stream().map(each -> item(each, care, plan)).toList());
    }

    private static Item item(SessionEnd.Order order, Care care, EndPlan plan) {
        String objection = order.objection();
        return new Item(
                SessionToken.of(order.session(), plan.method()).toString(),
                SessionRow.of(order.session(), care, 0, plan.at()),
                objection == null ? "" : objection);
    }

    /// How many can be ended.
    public long possible() {
        return items.stream().filter(Item::possible).count();
    }
}
