package io.caretaker.web.alert;

import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.AlertChoice;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import io.caretaker.web.page.When;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What nobody is told of.
public final class MutePages {
    private static final String PATH = "/alerts/mutes";

    private final Daemon daemon;
    private final Desks desks;
    private final Frames frames;

    public MutePages(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, PATH, Access.VIEWER, this::list),
                Route.page(Method.POST, PATH, Access.OPERATOR, this::mute),
                Route.page(Method.POST, PATH + "/{id}/lift", Access.OPERATOR, this::lift));
    }

    private Answer list(Request request) {
        return page(request, "", MutesPage.Typed.NOTHING);
    }

    private Answer.Whole page(Request request, String wrong, MutesPage.Typed typed) {
        Instant now = daemon.clock().instant();
        Inventory inventory = daemon.caretaker().inventory();
        var page =
                new MutesPage(
                        desks.questions().mutes(false).stream()
                                .map(each -> line(each, now))
                                .toList(),
                        inventory.services().stream()
                                .map(each -> new MutesPage.Choice(each.id().value(), each.label()))
                                .toList(),
                        inventory.hosts().stream()
                                .map(each ->
                                        new MutesPage.Choice(each.id().value(), each.hostname()))
                                .toList(),
                        inventory.environments().stream().map(Environment::name).toList(),
                        Arrays.stream(AlertRule.values())
                                .filter(AlertRule::condition)
                                .map(each -> new MutesPage.Choice(each.word(), each.meaning()))
                                .toList(),
                        wrong,
                        typed);
        return frames.page("alert/mutes", "Mutes", Section.ALERTS, request, page);
    }

    private static MutesPage.Line line(Mute mute, Instant now) {
        return new MutesPage.Line(
                mute.id(),
                mute.matcher().words(),
                mute.by(),
                mute.comment(),
                When.of(mute.at(), now),
                When.ofNullable(mute.until(), now));
    }

    private Answer mute(Request request) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (String word : List.of("service", "host", "environment", "severity", "rule")) {
            request.form(word).ifPresent(value -> words.put(word, List.of(value)));
        }
        var typed = typed(request);
        if (words.isEmpty()) {
            return page(request, "Choose what nobody is to be told of", typed).as(422);
        }
        try {
            desks.answers()
                    .mute(
                            AlertChoice.of(words),
                            Times.until(request, daemon.clock()),
                            typed.comment(),
                            request.caller().actor());
            return Flash.to(PATH, request, "It is muted.");
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.INTERNAL) {
                throw problem;
            }
            return page(request, problem.message(), typed).as(422);
        }
    }

    private static MutesPage.Typed typed(Request request) {
        return new MutesPage.Typed(
                request.form("service").orElse(""),
                request.form("host").orElse(""),
                request.form("environment").orElse(""),
                request.form("severity").orElse(""),
                request.form("rule").orElse(""),
                request.form("time").orElse("4h"),
                request.form("comment").orElse("").strip());
    }

    private Answer lift(Request request) {
        String id = request.parameter("id");
        return Flash.to(
                PATH,
                request,
                Said.by(() -> {
                    desks.answers().unmute(List.of(id), request.caller().actor());
                    return "The mute is lifted.";
                }));
    }
}
