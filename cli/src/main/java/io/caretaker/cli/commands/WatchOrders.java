package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.watch.Order;
import io.caretaker.server.desk.RecoveryDesk;
import java.time.Instant;
import java.util.List;

/// Carries out what a person decides in the live overview, as the commands for it do.
final class WatchOrders {
    private final Session session;

    WatchOrders(Session session) {
        this.session = session;
    }

    String carry(Order order) {
        RecoveryDesk desk = Desks.recovery(session);
        String actor = session.actor();
        return switch (order) {
            case Order.Acknowledge(List<String> alerts) -> {
                Answers.answers(session, Instant.now()).acknowledge(alerts, null, "", actor);
                yield "You see to it.";
            }
            case Order.Decide(String approval, String label, boolean deny) -> {
                if (deny) {
                    desk.deny(approval, actor);
                } else {
                    desk.approve(approval, actor);
                }
                yield "The recovery of " + label + (deny ? " is denied." : " is approved.");
            }
            case Order.Pause _ -> {
                desk.pause(null, "", actor);
                yield "Recovery is paused. Watching goes on.";
            }
            case Order.Resume _ ->
                    desk.resume(actor) ? "Recovery is on again." : "Recovery was not paused.";
        };
    }
}
