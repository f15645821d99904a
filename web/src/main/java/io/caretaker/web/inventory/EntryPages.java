package io.caretaker.web.inventory;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.Asker;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.EntryProblems;
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

/// Adding and changing the entries of one kind by forms. Nothing that was typed is lost when
/// something is wrong with it, and nobody overwrites what they have not seen.
final class EntryPages {
    private final EntryKind kind;
    private final String path;
    private final Desks desks;
    private final InventoryDesk desk;
    private final Frames frames;
    private final EntryForms forms;

    /// @param path below which its pages are, such as `/inventory/hosts`
    EntryPages(EntryKind kind, String path, Desks desks, Frames frames) {
        this.kind = kind;
        this.path = path;
        this.desks = desks;
        this.desk = desks.inventory();
        this.frames = frames;
        this.forms = new EntryForms(kind, path);
    }

    List<Route> routes() {
        return List.of(
                Route.page(Method.GET, path + "/new", Access.ADMIN, this::blank),
                Route.page(Method.POST, path + "/new", Access.ADMIN, this::add),
                Route.page(Method.GET, path + "/{id}", Access.VIEWER, this::entry),
                Route.page(Method.POST, path + "/{id}", Access.ADMIN, this::change));
    }

    private Answer blank(Request request) {
        String method = request.query("method").orElse(forms.usualMethod());
        List<FormSection> sections =
                EntryForms.filled(
                        shapes(method),
                        field -> request.query(field.path()).orElse(EntryForms.usual(field)));
        return page(request, forms.blank(sections, method, List.of()));
    }

    private Answer add(Request request) {
        String method = request.form("method").orElse(forms.usualMethod());
        List<FormSection> sections = typed(shapes(method), request);
        Map<String, @Nullable Object> document = FormValues.compact(FormValues.document(sections));
        if (kind instanceof EntryKind.Services) {
            EntryForms.method(document, method);
        }
        try {
            List<String> ids = desk.add(kind, List.of(document), asker(request));
            return Flash.to("/inventory", request, "Added: " + String.join(", ", ids) + ".");
        } catch (Problem problem) {
            refuseDefects(problem);
            EntryProblems problems = EntryProblems.of(problem);
            return page(
                            request,
                            forms.blank(
                                    EntryForms.wrong(sections, problems),
                                    method,
                                    EntryForms.others(sections, problems)))
                    .as(422);
        }
    }

    private Answer entry(Request request) {
        Map<String, @Nullable Object> document = document(request);
        List<FormSection> sections =
                EntryForms.filled(
                        shapes(EntryForms.methodOf(document)),
                        field -> FormValues.shown(document, field));
        return page(request, form(request, document, sections, List.of(), List.of()));
    }

    /// As the store has it, so that what was just added is found.
    private Map<String, @Nullable Object> document(Request request) {
        return kind.existing(desks.daemon().store().inventory().read(), request.parameter("id"));
    }

    private Answer change(Request request) {
        String id = request.parameter("id");
        Map<String, @Nullable Object> before = document(request);
        List<FormSection> sections =
                forms.identified(typed(shapes(EntryForms.methodOf(before)), request));
        String tag = request.form("tag").orElse("");
        try {
            Map<String, String> changed =
                    desk.patch(
                                    kind,
                                    id,
                                    EntryDifference.patch(before, sections),
                                    Expected.tagged(List.of(tag)),
                                    asker(request))
                            .differences()
                            .getOrDefault(id, Map.of());
            return Flash.to(
                    path + "/" + id,
                    request,
                    changed.isEmpty()
                            ? "Nothing was different."
                            : "Saved: " + String.join(", ", changed.keySet()) + ".");
        } catch (Problem problem) {
            refuseDefects(problem);
            return refused(request, sections, problem);
        }
    }

    private Answer refused(Request request, List<FormSection> sections, Problem problem) {
        Map<String, @Nullable Object> now = document(request);
        if (problem.code() == ProblemCode.OUTDATED) {
            return page(
                            request,
                            form(
                                    request,
                                    now,
                                    sections,
                                    List.of(),
                                    EntryDifference.words(now, sections)))
                    .as(412);
        }
        EntryProblems problems = EntryProblems.of(problem);
        EntryForm form =
                form(
                        request,
                        now,
                        EntryForms.wrong(sections, problems),
                        EntryForms.others(sections, problems),
                        List.of());
        // Who has not seen what it is now must not come to overwrite it by a second try.
        return page(request, form.tagged(request.form("tag").orElse(""))).as(422);
    }

    private EntryForm form(
            Request request,
            Map<String, @Nullable Object> document,
            List<FormSection> sections,
            List<String> wrong,
            List<String> meanwhile) {
        return forms.of(
                request.parameter("id"),
                request.caller().access().includes(Access.ADMIN),
                document,
                sections,
                wrong,
                meanwhile);
    }

    private List<FormSection> shapes(String method) {
        return FormShapes.of(kind, desks.daemon().store().inventory().read(), method);
    }

    private static List<FormSection> typed(List<FormSection> sections, Request request) {
        return EntryForms.filled(
                sections,
                field ->
                        request.form(field.path())
                                .orElse(field.kind() == FormField.Kind.CHECK ? "false" : ""));
    }

    private static void refuseDefects(Problem problem) {
        if (problem.code() == ProblemCode.INTERNAL) {
            throw problem;
        }
    }

    private static Asker asker(Request request) {
        return new Asker(request.caller().actor(), false);
    }

    private Answer.Whole page(Request request, EntryForm form) {
        return frames.page("inventory/form", form.title(), Section.INVENTORY, request, form);
    }
}
