package io.caretaker.web.api;

import io.caretaker.server.desk.EntryKind;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Handler;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be asked of the entries of one kind: the list, one of them, and the changes.
final class EntryRoutes {
    private final Desks desks;
    private final EntryKind kind;
    private final EntryChanges changes;
    private final Schema entry;
    private final Schema input;

    /// @param entry the shape of an entry as people write it
    /// @param required fields that must be sent, besides the id
    EntryRoutes(Desks desks, EntryKind kind, Schema entry, String... required) {
        this.desks = desks;
        this.kind = kind;
        this.changes = new EntryChanges(desks, kind, all());
        this.entry = entry;
        this.input = Shapes.input(entry, entry.name() + "Input", required);
    }

    /// What reads entries of one kind.
    ///
    /// @param listed what the list is, such as `The hosts`
    /// @param one what one of them is, such as `A host`
    /// @param named what names one of them in a path
    /// @param shown the shape of what is answered
    /// @param filters the words by which the list can be narrowed
    /// @param list answers with the list
    /// @param show answers with the one that the path names
    record Reading(
            String listed,
            String one,
            String named,
            Schema shown,
            List<String> filters,
            Handler list,
            Handler show) {
        Reading {
            filters = List.copyOf(filters);
        }
    }

    /// All routes of the kind.
    List<Route> routes(Reading reading) {
        String word = kind.word();
        var routes = new ArrayList<Route>();
        routes.add(
                new Route(
                        Method.GET,
                        all(),
                        Access.VIEWER,
                        Page.counted(
                                        Filters.described(
                                                Operation.of(
                                                        "list" + capital(word) + "s",
                                                        word + "s",
                                                        reading.listed()),
                                                reading.filters()))
                                .answers(Schema.listOf(reading.shown())),
                        reading.list()));
        routes.add(
                new Route(
                        Method.GET,
                        one(),
                        Access.VIEWER,
                        operation("get", reading.one())
                                .path(kind.idField(), reading.named())
                                .answers(reading.shown()),
                        reading.show()));
        routes.addAll(changing());
        return routes;
    }

    /// The entry that the path names, as people write it.
    Answer entry(Request request) {
        Map<String, @Nullable Object> document =
                kind.existing(desks.seen(), request.parameter(kind.idField()));
        return Tags.tagged(200, document, document);
    }

    private List<Route> changing() {
        return List.of(
                new Route(
                        Method.POST,
                        all(),
                        Access.ADMIN,
                        dry(operation("create", "Create a " + kind.word()))
                                .takes(input)
                                .creates(entry)
                                .sends(201, AnswerHeader.ETAG)
                                .also(200),
                        EntryChanges.referring(changes::create)),
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
                                .sends(AnswerHeader.ETAG)
                                .creates(entry)
                                .also(200),
                        EntryChanges.referring(changes::put)),
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
                                .maySend(AnswerHeader.ETAG)
                                .answers(entry),
                        changes::patch),
                new Route(
                        Method.DELETE,
                        one(),
                        Access.ADMIN,
                        conditional(onOne("delete", "Remove a " + kind.word()))
                                .answers(InventoryShapes.REMOVED),
                        changes::delete));
    }

    private String all() {
        return "/api/v1/" + kind.word() + "s";
    }

    private String one() {
        return all() + "/{" + kind.idField() + "}";
    }

    private Operation operation(String verb, String summary) {
        String word = kind.word();
        return Operation.of(verb + capital(word), word + "s", summary);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private Operation onOne(String verb, String summary) {
        return operation(verb, summary).path(kind.idField(), "its id");
    }

    private static Operation dry(Operation operation) {
        return operation.query(EntryChanges.DRY, Schema.bool(), "only check, change nothing");
    }

    private static Operation conditional(Operation operation) {
        return dry(operation)
                .header("If-Match", "only if the entry still has one of these tags, else 412")
                .header("If-None-Match", "with *, only if there is no such entry, else 412");
    }
}
