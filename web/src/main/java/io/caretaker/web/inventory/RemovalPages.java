package io.caretaker.web.inventory;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.Asker;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.EntryTag;
import io.caretaker.server.desk.Expected;
import io.caretaker.server.desk.InventoryDesk;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Removing the entries of one kind: the question, with all that goes along, and the deed.
final class RemovalPages {
    private final EntryKind kind;
    private final String path;
    private final Desks desks;
    private final InventoryDesk desk;
    private final Frames frames;

    /// @param path below which the kind's pages are
    RemovalPages(EntryKind kind, String path, Desks desks, Frames frames) {
        this.kind = kind;
        this.path = path;
        this.desks = desks;
        this.desk = desks.inventory();
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(
                Route.page(Method.GET, path + "/{id}/remove", Access.ADMIN, this::ask),
                Route.page(Method.POST, path + "/{id}/remove", Access.ADMIN, this::remove));
    }

    private Answer ask(Request request) {
        String id = request.parameter("id");
        Map<String, @Nullable Object> document = document(request);
        return removal(request, id, EntryTag.of(document), "");
    }

    private Answer.Whole removal(Request request, String id, String tag, String wrong) {
        String what;
        String objection = wrong;
        try {
            what =
                    desk.remove(
                                    kind,
                                    List.of(id),
                                    Expected.anything(),
                                    new Asker(request.caller().actor(), true))
                            .what();
        } catch (Problem problem) {
            refuseDefects(problem);
            what = kind.word() + " " + id;
            objection = problem.message();
        }
        return frames.page(
                "inventory/removal",
                "Remove " + id,
                Section.INVENTORY,
                request,
                new RemovalPage(
                        "Remove " + kind.word() + " " + id + "?",
                        path + "/" + id + "/remove",
                        path + "/" + id,
                        what,
                        objection,
                        tag));
    }

    private Answer remove(Request request) {
        String id = request.parameter("id");
        try {
            String what =
                    desk.remove(
                                    kind,
                                    List.of(id),
                                    Expected.tagged(List.of(request.form("tag").orElse(""))),
                                    new Asker(request.caller().actor(), false))
                            .what();
            return Flash.to("/inventory", request, "Removed: " + what + ".");
        } catch (Problem problem) {
            refuseDefects(problem);
            if (problem.code() == ProblemCode.NOT_FOUND) {
                return Flash.to("/inventory", request, "It was removed already.");
            }
            String tag = EntryTag.of(document(request));
            return removal(request, id, tag, problem.message()).as(412);
        }
    }

    private Map<String, @Nullable Object> document(Request request) {
        return kind.existing(desks.daemon().store().inventory().read(), request.parameter("id"));
    }

    private static void refuseDefects(Problem problem) {
        if (problem.code() == ProblemCode.INTERNAL) {
            throw problem;
        }
    }
}
