package io.caretaker.web.api;

import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import io.caretaker.server.desk.CleanupTerms;
import io.caretaker.server.desk.OneTimeCleanup;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;

/// Ending the sessions of a database that do harm.
public final class CleanupApi {
    private static final String DRY = "dry_run";

    private final Desks desks;

    public CleanupApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.POST,
                        DatabasesApi.ONE + "/cleanup",
                        Access.OPERATOR,
                        DatabasesApi.of("cleanUp", "End the sessions that do harm, once")
                                .described("What is not said is as the database's policy has it.")
                                .mayTake(cleanupInput())
                                .answers(DatabaseShapes.CLEANUP),
                        this::cleanup));
    }

    private static Schema cleanupInput() {
        Schema input =
                Schema.object("CleanupInput")
                        .optional(DRY, Schema.bool(), "only say what would be ended")
                        .optional("explain", Schema.bool(), "say why, of every session");
        for (Offence offence : Offence.values()) {
            input = input.optional(after(offence), Shapes.LENGTH, "end it from this age on");
        }
        return input.optional("only", Schema.listOf(Shapes.TEXT), "only for these offences")
                .optional("grace", Shapes.LENGTH, "until a cancelled query is terminated")
                .optional("max", Schema.integer(), "end no more than so many")
                .optional("protect_users", Shapes.TEXTS, "spare them, too")
                .optional("protect_applications", Shapes.TEXTS, "")
                .optional("protect_databases", Shapes.TEXTS, "");
    }

    private static String after(Offence offence) {
        return offence == Offence.LONG_QUERY ? "query_after" : offence.label() + "_after";
    }

    private record CleanupOrder(boolean dry, boolean explain, CleanupTerms terms) {}

    private Answer cleanup(Request request) throws InterruptedException {
        CleanupOrder order =
                Body.read(
                        request,
                        fields ->
                                new CleanupOrder(
                                        fields.bool(DRY, false),
                                        fields.bool("explain", false),
                                        terms(fields)));
        OneTimeCleanup cleanup =
                desks.databases()
                        .cleanup(
                                DatabasesApi.named(desks, request),
                                order.terms(),
                                Desks.actor(request));
        CleanupReport report = order.dry() ? cleanup.rehearse() : cleanup.run();
        return Answer.json(cleanup.document(report, order.explain()));
    }

    private static CleanupTerms terms(Fields fields) {
        var after = new EnumMap<Offence, Duration>(Offence.class);
        for (Offence offence : Offence.values()) {
            Duration age = Body.duration(fields, after(offence));
            if (age != null) {
                after.put(offence, age);
            }
        }
        var only = new HashSet<Offence>(fields.allParsed("only", CleanupApi::offence));
        return new CleanupTerms(
                after,
                only,
                Body.duration(fields, "grace"),
                fields.optionalInteger("max"),
                new Protection(
                        names(fields, "protect_users"),
                        names(fields, "protect_applications"),
                        names(fields, "protect_databases")));
    }

    private static Offence offence(String text) {
        List<String> known = Arrays.stream(Offence.values()).map(Offence::label).toList();
        return Arrays.stream(Offence.values())
                .filter(each -> each.label().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no offence '"
                                        + text
                                        + "'; "
                                        + NearestWord.hint(text, known)));
    }

    /// An empty name would protect nobody, and is a variable that is not set as a rule.
    private static List<String> names(Fields fields, String key) {
        List<String> names = fields.texts(key);
        if (names.stream().anyMatch(String::isBlank)) {
            fields.problem(key, "has an empty name, which would protect nobody", "");
        }
        return names;
    }
}
