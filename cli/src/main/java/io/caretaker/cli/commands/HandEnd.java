package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.SessionsText;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.document.SessionEndDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndAnswer;
import io.caretaker.core.session.EndMethod;
import io.caretaker.server.care.SessionEnd;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.DatabaseDesk;
import io.caretaker.server.desk.EndPlan;
import io.caretaker.server.desk.Named;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Ends the sessions, or queries, that a person names: all are looked at before the first is
/// touched.
final class HandEnd {
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

    int run(Session session, EndMethod method) throws InterruptedException {
        session.format();
        Inventory inventory = session.inventory();
        NamedSessions named = NamedSessions.of(words, name -> Named.knows(inventory, name));
        if (named.ids().isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "no session is named",
                    "`caretaker sessions " + words.getFirst() + "` shows their numbers");
        }
        Database database = Desks.databases(session, inventory).find(named.database());
        DatabaseDesk desk = Desks.databases(session);
        EndPlan plan = desk.planEnd(database, named.ids(), method, force, session.actor());
        plan.require("--force does it all the same");
        if (dryRun) {
            return rehearsed(session, plan);
        }
        ask(session, plan);
        List<EndAnswer> answers = desk.end(plan);
        report(session, plan, answers);
        return answers.stream().allMatch(EndAnswer::well) ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private void ask(Session session, EndPlan plan) {
        if (yes) {
            return;
        }
        plan.orders().forEach(order -> session.note(SessionsText.line(order.session(), plan.at())));
        boolean cancel = plan.method() == EndMethod.CANCEL;
        int number = plan.orders().size();
        session.confirm(
                number == 1
                        ? (cancel ? "Cancel its query?" : "Terminate it?")
                        : (cancel ? "Cancel the queries of these " : "Terminate these ")
                                + number
                                + " sessions?",
                false);
    }

    private static int rehearsed(Session session, EndPlan plan) {
        List<DatabaseSession> sessions =
                plan.orders().stream().map(SessionEnd.Order::session).toList();
        if (session.json()) {
            session.json(
                    SessionEndDocument.rehearsed(id(plan), plan.method(), sessions, plan.at()));
        } else {
            String what =
                    plan.method() == EndMethod.CANCEL
                            ? "Its query would be cancelled: "
                            : "It would be terminated: ";
            sessions.forEach(each -> session.say(what + SessionsText.line(each, plan.at())));
        }
        return ExitCodes.OK;
    }

    private static String id(EndPlan plan) {
        return plan.database().service().id().value();
    }

    private static void report(Session session, EndPlan plan, List<EndAnswer> answers) {
        if (session.json()) {
            session.json(SessionEndDocument.done(id(plan), plan.method(), answers, plan.at()));
            return;
        }
        for (EndAnswer answer : answers) {
            session.say(
                    Texts.line(
                            "Session "
                                    + answer.session().id()
                                    + " "
                                    + answer.reply().words(plan.method())
                                    + "."));
            if (!answer.hint().isEmpty()) {
                session.note("hint: " + Texts.line(answer.hint()));
            }
        }
    }
}
