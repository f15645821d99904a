package io.caretaker.server.desk;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.List;
import java.util.stream.Stream;

/// Finds the mutes that a person means who wants them lifted.
final class HeldMutes {
    private HeldMutes() {}

    /// The mutes of that id, or of that alert.
    ///
    /// @throws Problem `NOT_FOUND` when there is none, `DENIED` when it mutes others too
    static Stream<Mute> meant(OpenAlerts open, String id) {
        List<Mute> found =
                open.mutes().stream()
                        .filter(each -> OpenAlerts.begins(each.id(), id, "m-"))
                        .toList();
        if (!found.isEmpty() || id.startsWith("m-")) {
            List<String> ids =
                    (found.isEmpty() ? open.mutes() : found).stream().map(Mute::id).toList();
            return Stream.of(
                    OpenAlerts.only(
                            found, "mute", id, ids, "`caretaker alert mutes` shows the mutes"));
        }
        return of(open, open.find(id)).stream();
    }

    private static List<Mute> of(OpenAlerts open, Alert alert) {
        AlertMatcher exactly = AlertMatcher.of(alert.key());
        AlertView view = open.view(alert);
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
                alert.id() + " is muted with others: " + view.mutes().getFirst().matcher().words(),
                "`caretaker alert unmute " + view.mutes().getFirst().id() + "` lifts that");
    }
}
