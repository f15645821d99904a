package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.store.Store;
import io.caretaker.server.desk.AlertAnswers;
import io.caretaker.server.desk.AlertQuestions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/// Asking and answering alerts of the session's store, all at one instant.
final class Answers {
    private Answers() {}

    /// Problems `NOT_FOUND` when there is no store yet.
    static AlertQuestions questions(Session session, Instant now) {
        Supplier<Store> store = () -> Reports.store(session);
        return new AlertQuestions(store, inventory(store), () -> now);
    }

    /// Problems `NOT_FOUND` when there is no store yet.
    static AlertAnswers answers(Session session, Instant now) {
        Supplier<Store> store =
                () -> {
                    Reports.store(session);
                    return session.wiring().store();
                };
        return new AlertAnswers(store, inventory(store), () -> now, ZoneId.systemDefault());
    }

    private static Supplier<Inventory> inventory(Supplier<Store> store) {
        return () -> store.get().inventory().read();
    }
}
