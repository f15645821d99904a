package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.SessionsText;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.EndRules;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.care.SessionEnd;
import io.caretaker.server.care.SessionLook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Ends the sessions, or queries, that a person names: all are looked at before the first is
/// touched.
final class HandEnd {
    private static final Duration ONE_END = Duration.ofSeconds(10);

    @Parameters(
            paramLabel = "NAME PID",
            arity = "1..*",
            description =
                    "the database (not needed where there is one), and sessions by the PID that"
                            + " `caretaker sessions` shows: a process id (PostgreSQL), a connection"
                            + " id (MySQL, MariaDB), an operation's or session's id (MongoDB)")
    List<String> words = List.of();

    @Option(names = "--yes", description = "do not ask")
    boolean yes;

    @Option(
            names = "--force",
            description =
                    "also protected sessions, and those of replication, backups and maintenance")
    boolean force;

    @Option(names = "--dry-run", description = "only say whether it would be done")
    boolean dryRun;

    /// What came of one.
    private record Answer(DatabaseSession session, EndReply reply) {}

    int run(Session session, EndMethod method) throws InterruptedException {
        boolean json = session.json();
        Inventory inventory = session.inventory();
        NamedSessions named = NamedSessions.of(words, name -> Reports.knows(inventory, name));
        if (named.ids().isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "no session is named",
                    "`caretaker sessions " + words.getFirst() + "` shows their numbers");
        }
        Database database = new Databases(session, inventory).find(named.database());
        DatabaseSessions port = database.requireSessions();
        DatabaseTarget target = database.reached();
        SessionSnapshot snapshot = SessionLook.at(port, target, database.deadline());
        List<SessionEnd.Order> orders = new ArrayList<>();
        for (DatabaseSession each : found(database.service().id().value(), snapshot, named.ids())) {
            orders.add(
                    new SessionEnd.Order(
                            database.service(), target, each, method, force, session.actor()));
        }
        orders.forEach(HandEnd::require);
        if (dryRun) {
            return rehearsed(session, database, method, orders, snapshot.at(), json);
        }
        ask(session, orders, snapshot.at());
        var end =
                new SessionEnd(
                        port,
                        session.wiring().store().audit(),
                        InstantSource.system(),
                        System::nanoTime);
        var answers = new ArrayList<Answer>();
        for (SessionEnd.Order order : orders) {
            EndReply reply = end.run(order, Deadline.after(ONE_END, System::nanoTime));
            answers.add(new Answer(order.session(), reply));
        }
        report(session, database, method, answers, snapshot.at(), json);
        return answers.stream().allMatch(HandEnd::well) ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private static List<DatabaseSession> found(
            String database, SessionSnapshot snapshot, List<String> ids) {
        var found = new ArrayList<DatabaseSession>();
        for (String id : new java.util.LinkedHashSet<>(ids)) {
            found.add(
                    snapshot.sessions().stream()
                            .filter(session -> session.id().equals(id))
                            .findFirst()
                            .orElseThrow(() ->
                                    new Problem(
                                            ProblemCode.NOT_FOUND,
                                            "there is no session " + Texts.line(id),
                                            "`caretaker sessions "
                                                    + database
                                                    + "` shows those there are")));
        }
        return found;
    }

    private static void require(SessionEnd.Order order) {
        String objection = order.objection();
        if (objection != null) {
            boolean forceHelps =
                    EndRules.forceHelps(
                            order.session(),
                            order.method(),
                            order.service().careInForce().protection());
            throw new Problem(
                    ProblemCode.DENIED,
                    Texts.line("session " + order.session().id() + " is not ended: " + objection),
                    forceHelps ? "--force does it all the same" : "");
        }
    }

    private void ask(Session session, List<SessionEnd.Order> orders, Instant at) {
        if (yes) {
            return;
        }
        orders.forEach(order -> session.note(SessionsText.line(order.session(), at)));
        String verb =
                orders.getFirst().method() == EndMethod.CANCEL
                        ? "Cancel its query"
                        : "Terminate it";
        session.confirm(
                orders.size() == 1
                        ? verb + "?"
                        : (orders.getFirst().method() == EndMethod.CANCEL
                                        ? "Cancel the queries of these "
                                        : "Terminate these ")
                                + orders.size()
                                + " sessions?",
                false);
    }

    private static int rehearsed(
            Session session,
            Database database,
            EndMethod method,
            List<SessionEnd.Order> orders,
            Instant at,
            boolean json) {
        if (json) {
            Map<String, @Nullable Object> document = head(database, method, at, true);
            document.put(
                    "sessions",
                    orders.stream().map(order -> SessionDocument.of(order.session(), at)).toList());
            session.json(document);
        } else {
            String what =
                    method == EndMethod.CANCEL
                            ? "Its query would be cancelled: "
                            : "It would be terminated: ";
            orders.forEach(order -> session.say(what + SessionsText.line(order.session(), at)));
        }
        return ExitCodes.OK;
    }

    private static Map<String, @Nullable Object> head(
            Database database, EndMethod method, Instant at, boolean dry) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", database.service().id().value());
        document.put("method", method.name().toLowerCase(Locale.ROOT));
        document.put("dry_run", dry);
        document.put("at", at);
        return document;
    }

    private static boolean well(Answer answer) {
        return answer.reply() instanceof EndReply.Done || answer.reply() instanceof EndReply.Gone;
    }

    private static void report(
            Session session,
            Database database,
            EndMethod method,
            List<Answer> answers,
            Instant at,
            boolean json) {
        if (json) {
            Map<String, @Nullable Object> document = head(database, method, at, false);
            document.put(
                    "sessions", answers.stream().map(each -> document(each, method, at)).toList());
            session.json(document);
            return;
        }
        for (Answer answer : answers) {
            session.say(
                    Texts.line(
                            "Session "
                                    + answer.session().id()
                                    + " "
                                    + SessionEnd.words(answer.reply(), method)
                                    + "."));
            if (!hint(answer.reply()).isEmpty()) {
                session.note("hint: " + Texts.line(hint(answer.reply())));
            }
        }
    }

    private static Map<String, @Nullable Object> document(
            Answer answer, EndMethod method, Instant at) {
        Map<String, @Nullable Object> document = SessionDocument.of(answer.session(), at);
        document.put(
                "result",
                switch (answer.reply()) {
                    case EndReply.Done _ -> method == EndMethod.CANCEL ? "cancelled" : "terminated";
                    case EndReply.Gone _ -> "gone";
                    case EndReply.Denied _ -> "denied";
                    case EndReply.StillThere _ -> "still_there";
                    case EndReply.Failed _ -> "failed";
                });
        document.put("message", SessionEnd.words(answer.reply(), method));
        document.put("hint", hint(answer.reply()));
        return document;
    }

    private static String hint(EndReply reply) {
        return reply instanceof EndReply.Denied denied ? denied.hint() : "";
    }
}
