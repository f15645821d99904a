package io.caretaker.web.api;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.document.AlertMatcherDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.MuteDocument;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What nobody is to be told of.
public final class MutesApi {
    private final Desks desks;

    public MutesApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/mutes",
                        Access.VIEWER,
                        Page.counted(
                                        Operation.of("listMutes", "alerts", "What is muted")
                                                .query(
                                                        "all",
                                                        Schema.bool(),
                                                        "also what was and is not any more"))
                                .answers(Schema.listOf(AlertShapes.MUTE)),
                        this::list),
                new Route(
                        Method.POST,
                        "/api/v1/mutes",
                        Access.OPERATOR,
                        Operation.of("createMute", "alerts", "Let nobody be told of alerts")
                                .described(
                                        "What is muted is one of alert, matcher and all; how long"
                                                + " is one of for, until and forever.")
                                .takes(
                                        Schema.object("MuteInput")
                                                .optional(
                                                        "alert",
                                                        Shapes.TEXT,
                                                        "this problem alone, also when it comes"
                                                                + " again")
                                                .optional("matcher", AlertShapes.MATCHER, "")
                                                .optional("all", Schema.bool(), "everything")
                                                .optional("for", Shapes.LENGTH, "")
                                                .optional("until", Shapes.WHEN, "")
                                                .optional("forever", Schema.bool(), "")
                                                .optional("comment", Shapes.TEXT, ""))
                                .creates(AlertShapes.MUTE),
                        this::mute),
                new Route(
                        Method.DELETE,
                        "/api/v1/mutes/{mute_id}",
                        Access.OPERATOR,
                        Operation.of("deleteMute", "alerts", "Lift a mute")
                                .path(
                                        "mute_id",
                                        "its id, the id of an alert that was muted by it, or the"
                                                + " beginning of one")
                                .answers(Schema.listOf(AlertShapes.MUTE)),
                        this::lift));
    }

    private Answer list(Request request) {
        List<Mute> mutes = desks.questions().mutes(Query.yes(request, "all"));
        return Page.of(request, mutes, Mute::id, false, MuteDocument::of);
    }

    private record Wish(
            @Nullable String alert,
            @Nullable AlertMatcher matcher,
            @Nullable Instant until,
            String comment) {}

    private Answer mute(Request request) {
        Instant now = desks.daemon().clock().instant();
        Wish wish = Body.read(request, fields -> wish(fields, now));
        String actor = Desks.actor(request);
        Mute mute =
                wish.alert() != null
                        ? desks.answers().mute(wish.alert(), wish.until(), wish.comment(), actor)
                        : desks.answers()
                                .mute(
                                        wish.matcher() == null ? AlertMatcher.ALL : wish.matcher(),
                                        wish.until(),
                                        wish.comment(),
                                        actor);
        return Answer.created(
                Answer.json(201, MuteDocument.of(mute)), "/api/v1/mutes/" + mute.id());
    }

    private static Wish wish(Fields fields, Instant now) {
        String alert = fields.optionalText("alert");
        Fields words = fields.optionalObject("matcher");
        AlertMatcher matcher = words == null ? null : AlertMatcherDocument.read(words).orElse(null);
        boolean all = fields.bool("all", false);
        if ((alert == null ? 0 : 1) + (words == null ? 0 : 1) + (all ? 1 : 0) != 1) {
            fields.problem("must have exactly one of alert, matcher and all", "");
        }
        if (AlertMatcher.ALL.equals(matcher)) {
            fields.problem("matcher", "chooses everything", "write all: true if that is meant");
        }
        Instant until = Body.end(fields, now);
        boolean forever = fields.bool("forever", false);
        boolean ends = fields.has("for") || fields.has("until");
        if (forever == ends) {
            fields.problem("must have exactly one of for, until and forever", "");
        }
        return new Wish(alert, matcher, until, fields.text("comment", ""));
    }

    private Answer lift(Request request) {
        return Answer.json(
                desks
                        .answers()
                        .unmute(List.of(request.parameter("mute_id")), Desks.actor(request))
                        .stream()
                        .map(MuteDocument::of)
                        .toList());
    }
}
