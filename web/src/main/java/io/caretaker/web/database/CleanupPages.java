package io.caretaker.web.database;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.Offence;
import io.caretaker.server.desk.CleanupTerms;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.OneTimeCleanup;
import io.caretaker.web.api.Desks;
import io.caretaker.web.database.DatabaseHead.Tab;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Cleaning a database up: what would be ended first, then the real thing.
public final class CleanupPages {
    private final Desks desks;
    private final Found found;
    private final Frames frames;

    public CleanupPages(Desks desks, Frames frames) {
        this.desks = desks;
        this.found = new Found(desks);
        this.frames = frames;
    }

    public List<Route> routes() {
        String path = "/databases/{name}/cleanup";
        return List.of(
                Route.page(Method.GET, path, Access.VIEWER, this::rehearse),
                Route.page(Method.POST, path, Access.OPERATOR, this::run));
    }

    private Answer rehearse(Request request) throws InterruptedException {
        Database database = found.database(request);
        return rehearsed(database, request, chosen(request.query()));
    }

    private Answer.Whole rehearsed(Database database, Request request, Map<String, String> chosen)
            throws InterruptedException {
        Care usual = database.service().careInForce();
        List<CleanupPage.Term> terms = CleanupPage.terms(usual, chosen);
        try {
            OneTimeCleanup cleanup = cleanup(database, chosen, request);
            return page(database, request, cleanup, cleanup.rehearse(), terms);
        } catch (Problem problem) {
            refuseDefects(problem);
            return page(
                    database,
                    request,
                    CleanupPage.unseen(
                            found.head(database, Tab.CLEANUP),
                            problem.message(),
                            problem.hint(),
                            terms));
        }
    }

    /// Does what was shown; whoever else would be ended by now is shown first.
    private Answer run(Request request) throws InterruptedException {
        Database database = found.database(request);
        Map<String, String> chosen = chosen(request.form());
        Set<String> shown = new HashSet<>(request.form().getOrDefault("session", List.of()));
        try {
            OneTimeCleanup cleanup = cleanup(database, chosen, request);
            boolean others =
                    !shown.containsAll(
                            lines(database, cleanup.rehearse()).stream()
                                    .map(CleanupPage.Line::token)
                                    .toList());
            if (others) {
                return Flash.to(
                        "/databases/" + database.service().id() + "/cleanup",
                        request,
                        "Nothing was done: others have come to it meanwhile. Look again.");
            }
            List<CleanupPage.Term> terms =
                    CleanupPage.terms(database.service().careInForce(), chosen);
            return page(database, request, cleanup, cleanup.run(), terms);
        } catch (Problem problem) {
            refuseDefects(problem);
            return Flash.to(
                    "/databases/" + database.service().id() + "/cleanup",
                    request,
                    "Nothing was done: " + problem.message() + ".");
        }
    }

    private List<CleanupPage.Line> lines(Database database, CleanupReport report) {
        return CleanupPage.of(
                        found.head(database, Tab.CLEANUP),
                        report,
                        List.of(),
                        database.service().careInForce(),
                        List.of())
                .ended();
    }

    private static void refuseDefects(Problem problem) {
        if (problem.code() == ProblemCode.INTERNAL) {
            throw problem;
        }
    }

    private OneTimeCleanup cleanup(Database database, Map<String, String> chosen, Request request)
            throws InterruptedException {
        return desks.databases().cleanup(database, terms(chosen), request.caller().actor());
    }

    /// The offences that are wanted for this time, by their words, with the ages as typed.
    private static Map<String, String> chosen(Map<String, List<String>> fields) {
        var chosen = new LinkedHashMap<String, String>();
        for (String word : fields.getOrDefault("end", List.of())) {
            chosen.put(word, fields.getOrDefault("after." + word, List.of("")).getFirst());
        }
        return chosen;
    }

    static CleanupTerms terms(Map<String, String> chosen) {
        if (chosen.isEmpty()) {
            return CleanupTerms.NONE;
        }
        var after = new HashMap<Offence, Duration>();
        var only = new HashSet<Offence>();
        for (Offence offence : Offence.values()) {
            String age = chosen.get(offence.label());
            if (age != null) {
                only.add(offence);
                if (!age.isEmpty()) {
                    after.put(offence, Duration.ofSeconds(seconds(age)));
                }
            }
        }
        return new CleanupTerms(after, only, null, null, io.caretaker.core.session.Protection.NONE);
    }

    private static long seconds(String text) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0 && value <= Duration.ofDays(365).toSeconds()) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Problem(
                ProblemCode.INVALID, "an age is a whole number of seconds, up to a year", "");
    }

    private Answer.Whole page(
            Database database,
            Request request,
            OneTimeCleanup cleanup,
            CleanupReport report,
            List<CleanupPage.Term> terms) {
        List<String> rules = cleanup.explanation().map(CleanupExplanation::rules).orElse(List.of());
        return page(
                database,
                request,
                CleanupPage.of(
                        found.head(database, Tab.CLEANUP),
                        report,
                        plain(rules),
                        database.service().careInForce(),
                        terms));
    }

    /// The rules begin with the words of settings.
    private static List<String> plain(List<String> rules) {
        return rules.stream()
                .map(rule ->
                        Arrays.stream(Offence.values())
                                .filter(each -> rule.startsWith(each.label() + ":"))
                                .findFirst()
                                .map(each ->
                                        each.label().replace('_', ' ')
                                                + rule.substring(each.label().length()))
                                .orElse(rule))
                .toList();
    }

    private Answer.Whole page(Database database, Request request, CleanupPage page) {
        return frames.page(
                "database/cleanup", database.service().label(), Section.DATABASES, request, page);
    }
}
