package io.caretaker.server.desk;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The alerts of the store with what people said to them, as they were at one instant.
final class OpenAlerts {
    private final Inventory inventory;
    private final AlertStore store;
    private final Instant now;
    private final Map<String, Acknowledgement> words;
    private final List<Mute> mutes;

    OpenAlerts(Inventory inventory, AlertStore store, Instant now) {
        this.inventory = inventory;
        this.store = store;
        this.now = now;
        this.words =
                store.acknowledgements().stream()
                        .filter(each -> each.holds(now))
                        .collect(
                                Collectors.toMap(
                                        Acknowledgement::alert,
                                        Function.identity(),
                                        (_, later) -> later));
        this.mutes = store.mutes().stream().filter(each -> each.holds(now)).toList();
    }

    Inventory inventory() {
        return inventory;
    }

    /// The mutes that hold.
    List<Mute> mutes() {
        return mutes;
    }

    /// The alerts that fire, and those that ended at or after the instant.
    List<AlertView> since(Instant ended) {
        return store.alerts(ended).stream().map(this::view).toList();
    }

    private @Nullable Acknowledgement word(Alert alert) {
        Acknowledgement word = words.get(alert.id());
        return word != null && word.holds(alert, now) ? word : null;
    }

    AlertView view(Alert alert) {
        AlertPlace place = AlertPlace.of(alert.key().subject(), inventory);
        return new AlertView(
                alert,
                place,
                word(alert),
                mutes.stream().filter(each -> each.matcher().matches(alert, place)).toList(),
                mutedUntil(alert));
    }

    private @Nullable Instant mutedUntil(Alert alert) {
        return alert.key()
                .subject()
                .service()
                .flatMap(inventory::service)
                .map(Service::alerting)
                .map(alerting -> alerting.muteUntil())
                .filter(now::isBefore)
                .orElse(null);
    }

    /// The alert that a person means by its id, or by so much of its beginning that no other alert
    /// has it.
    Alert find(String id) {
        Alert exact = store.alert(id).orElse(null);
        return exact == null ? beginning(id) : exact;
    }

    private Alert beginning(String id) {
        List<Alert> all = store.alerts(Instant.EPOCH);
        List<Alert> found = all.stream().filter(each -> begins(each.id(), id, "a-")).toList();
        List<String> ids = (found.isEmpty() ? all : found).stream().map(Alert::id).toList();
        return only(found, "alert", id, ids, "`caretaker alert list` shows the alerts");
    }

    static boolean begins(String id, String typed, String prefix) {
        return !typed.isEmpty() && (id.startsWith(typed) || id.startsWith(prefix + typed));
    }

    /// The only one found.
    static <T> T only(List<T> found, String kind, String id, List<String> ids, String hint) {
        if (found.isEmpty()) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    kind + " '" + id + "' does not exist",
                    NearestWord.to(id, ids)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse(hint));
        }
        if (found.size() > 1) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "'" + id + "' begins " + found.size() + " of them",
                    "type more of it: " + String.join(", ", ids.stream().limit(10).toList()));
        }
        return found.getFirst();
    }
}
