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
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Handler;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Creating, changing and removing entries of one kind.
final class EntryRoutes {
    private static final String DRY = "dry_run";

    private final Desks desks;
    private final EntryKind kind;
    private final Schema entry;
    private final Schema input;

    /// @param entry the shape of what is answered
    /// @param required fields that must be sent, besides the id
    EntryRoutes(Desks desks, EntryKind kind, Schema entry, String... required) {
        this.desks = desks;
        this.kind = kind;
        this.entry = entry;
        this.input = Shapes.input(entry, entry.name() + "Input", required);
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        Method.POST,
                        all(),
                        Access.ADMIN,
                        dry(operation("create", "Create a " + kind.word()))
                                .takes(input)
                                .answers(201, entry)
                                .also(200),
                        referring(this::create)),
                new Route(
                        Method.PUT,
                        one(),
                        Access.ADMIN,
                        conditional(
                                        onOne(
                                                "put",
                                                "Create a "
                                                        + kind.word()
                                                        + ", or give it the whole of this content"))
                                .described(
                                        "Fields that are left out are as usual afterwards."
                                                + " If-None-Match: * only creates.")
                                .takes(input)
                                .answers(entry)
                                .also(201),
                        referring(this::put)),
                new Route(
                        Method.PATCH,
                        one(),
                        Access.ADMIN,
                        conditional(onOne("patch", "Change fields of a " + kind.word()))
                                .described(
                                        "A merge patch (RFC 7386): null takes a field out, an"
                                                + " object is merged.")
                                .takes(
                                        new Operation.Body(
                                                Shapes.patch(entry, entry.name() + "Patch"),
                                                "application/merge-patch+json",
                                                true))
                                .answers(entry),
                        this::patch),
                new Route(
                        Method.DELETE,
                        one(),
                        Access.ADMIN,
                        conditional(onOne("delete", "Remove a " + kind.word()))
                                .answers(InventoryShapes.REMOVED),
                        this::delete));
    }

    private String all() {
        return "/api/v1/" + kind.word() + "s";
    }

    private String one() {
        return all() + "/{" + kind.idField() + "}";
    }

    private Operation operation(String verb, String summary) {
        String word = kind.word();
        return Operation.of(
                verb + Character.toUpperCase(word.charAt(0)) + word.substring(1),
                word + "s",
                summary);
    }

    private Operation onOne(String verb, String summary) {
        return operation(verb, summary).path(kind.idField(), "its id");
    }

    private static Operation dry(Operation operation) {
        return operation.query(DRY, Schema.bool(), "only check, change nothing");
    }

    private static Operation conditional(Operation operation) {
        return dry(operation)
                .header("If-Match", "only if the entry still has one of these tags, else 412")
                .header("If-None-Match", "with *, only if there is no such entry, else 412");
    }

    private static Asker asker(Request request) {
        return new Asker(Desks.actor(request), Query.yes(request, DRY));
    }

    /// What is not found is something that the body refers to, such as a host.
    private static Handler referring(Handler handler) {
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

    private Answer create(Request request) {
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
        return Tags.tagged(201, document, document)
                .with("Location", all() + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }

    private Answer put(Request request) {
        Asker asker = asker(request);
        String id = request.parameter(kind.idField());
        Put put = desks.inventory().put(kind, id, request.json(), Tags.expected(request), asker);
        return put.created() && !asker.dryRun()
                ? created(put.document(), id)
                : Tags.tagged(200, put.document(), put.document());
    }

    private Answer patch(Request request) {
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

    private Answer delete(Request request) {
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
