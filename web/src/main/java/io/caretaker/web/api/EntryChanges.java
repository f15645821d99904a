package io.caretaker.web.api;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.Asker;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.Expected;
import io.caretaker.server.desk.FieldPaths;
import io.caretaker.server.desk.InventoryDesk;
import io.caretaker.server.desk.MergePatch;
import io.caretaker.server.desk.Put;
import io.caretaker.server.desk.Removed;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Handler;
import io.caretaker.web.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Creates, changes and removes entries of one kind, as requests ask for it.
final class EntryChanges {
    static final String DRY = "dry_run";

    private final Desks desks;
    private final EntryKind kind;
    private final String all;

    /// @param all the path of the list of them
    EntryChanges(Desks desks, EntryKind kind, String all) {
        this.desks = desks;
        this.kind = kind;
        this.all = all;
    }

    private static Asker asker(Request request) {
        return new Asker(Desks.actor(request), Query.yes(request, DRY));
    }

    /// What is not found is something that the body refers to, such as a host.
    static Handler referring(Handler handler) {
        return request -> {
            try {
                return handler.answer(request);
            } catch (Problem problem) {
                if (problem.code() == ProblemCode.NOT_FOUND) {
                    throw new Problem(
                            ProblemCode.INVALID, problem.message(), problem.hint(), problem);
                }
                throw problem;
            }
        };
    }

    Answer create(Request request) {
        Asker asker = asker(request);
        Map<String, @Nullable Object> sent = request.json();
        InventoryDesk desk = desks.inventory();
        String id = desk.add(kind, List.of(sent), asker).getFirst();
        if (asker.dryRun()) {
            return Answer.json(desk.put(kind, id, sent, Expected.absent(), asker).document());
        }
        return created(kind.existing(stored(), id), id);
    }

    private Answer.Whole created(Map<String, @Nullable Object> document, String id) {
        return Answer.created(
                Tags.tagged(201, document, document),
                all + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }

    Answer put(Request request) {
        Asker asker = asker(request);
        String id = request.parameter(kind.idField());
        Put put = desks.inventory().put(kind, id, request.json(), Tags.expected(request), asker);
        return put.created() && !asker.dryRun()
                ? created(put.document(), id)
                : Tags.tagged(200, put.document(), put.document());
    }

    Answer patch(Request request) {
        Asker asker = asker(request);
        String id = request.parameter(kind.idField());
        Map<String, @Nullable Object> patch = request.json();
        desks.inventory().patch(kind, id, patch, Tags.expected(request), asker);
        if (asker.dryRun()) {
            return Answer.json(
                    MergePatch.over(FieldPaths.copy(kind.existing(desks.seen(), id)), patch));
        }
        Map<String, @Nullable Object> document = kind.existing(stored(), id);
        return Tags.tagged(200, document, document);
    }

    Answer delete(Request request) {
        Asker asker = asker(request);
        String id = request.parameter(kind.idField());
        Removed removed =
                desks.inventory().remove(kind, List.of(id), Tags.expected(request), asker);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("removed", removed.ids());
        document.put("services", removed.services());
        document.put(DRY, asker.dryRun());
        return Answer.json(document);
    }

    /// What a change that has just been made has led to.
    private Inventory stored() {
        return desks.inventory().inventory(false);
    }
}
