package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.AlertView;
import io.caretaker.cli.render.MutesText;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.store.Store;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lifts mutes.
@Command(
        name = "unmute",
        header = "Lift mutes: people are told again.",
        description = {
            "A MUTE as `caretaker alert mutes` lists it, or an ALERT that was muted by its id. What mutes more",
            "than the alert is only lifted by its own id."
        },
        footer = {"", "Example:", "  caretaker alert unmute m-02b1c3d4"})
final class AlertUnmuteCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "of a mute or an alert")
    List<String> ids = List.of();

    AlertUnmuteCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Store store = AlertWords.store(session);
        AlertBook book = AlertBook.of(store, Instant.now());
        List<Mute> found = ids.stream().flatMap(id -> meant(book, id)).distinct().toList();
        for (Mute mute : found) {
            if (store.alerts().unmute(mute.id())) {
                AlertWords.audit(
                        session, store, "alert.unmute", mute.id(), MutesText.what(mute.matcher()));
            }
        }
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("unmuted", found.stream().map(Mute::id).toList());
            session.json(document);
        } else {
            found.forEach(each ->
                    session.say(
                            "No longer muted: "
                                    + MutesText.what(each.matcher())
                                    + " ("
                                    + each.id()
                                    + ")."));
        }
        return ExitCodes.OK;
    }

    private static Stream<Mute> meant(AlertBook book, String id) {
        List<Mute> found =
                book.mutes().stream()
                        .filter(each -> AlertBook.begins(each.id(), id, "m-"))
                        .toList();
        if (!found.isEmpty() || id.startsWith("m-")) {
            List<String> ids =
                    (found.isEmpty() ? book.mutes() : found).stream().map(Mute::id).toList();
            return Stream.of(
                    AlertBook.only(
                            found, "mute", id, ids, "`caretaker alert mutes` shows the mutes"));
        }
        return of(book, book.find(id)).stream();
    }

    private static List<Mute> of(AlertBook book, Alert alert) {
        AlertMatcher exactly = AlertMatcher.of(alert.key());
        AlertView view = book.view(alert);
        List<Mute> own =
                view.mutes().stream().filter(each -> each.matcher().equals(exactly)).toList();
        if (!own.isEmpty()) {
            return own;
        }
        if (view.mutes().isEmpty()) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    alert.id() + " is not muted" + (view.muted() ? " by anybody's word" : ""),
                    view.muted()
                            ? "its service is: set alerting.mute_until of "
                                    + view.place().service()
                                    + " to null"
                            : "`caretaker alert mutes` shows what is");
        }
        throw new Problem(
                ProblemCode.DENIED,
                alert.id()
                        + " is muted with others: "
                        + MutesText.what(view.mutes().getFirst().matcher()),
                "`caretaker alert unmute " + view.mutes().getFirst().id() + "` lifts that");
    }
}
