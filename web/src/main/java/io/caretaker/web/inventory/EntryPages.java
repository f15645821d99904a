package io.caretaker.web.inventory;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.Asker;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.EntryProblems;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Adding, changing and removing the entries of one kind by forms. Nothing that was typed is lost
/// when something is wrong with it, and nobody overwrites what they have not seen.
final class EntryPages {
    /// Makes sense only as a whole.
    private static final String WINDOW = "maintenance_window";

    private final EntryKind kind;
    private final String path;
    private final Desks desks;
    private final InventoryDesk desk;
    private final Frames frames;

    /// @param path below which its pages are, such as `/inventory/hosts`
    EntryPages(EntryKind kind, String path, Desks desks, Frames frames) {
        this.kind = kind;
        this.path = path;
        this.desks = desks;
        this.desk = desks.inventory();
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(
                Route.page(Method.GET, path + "/new", Access.ADMIN, this::blank),
                Route.page(Method.POST, path + "/new", Access.ADMIN, this::add),
                Route.page(Method.GET, path + "/{id}", Access.VIEWER, this::entry),
                Route.page(Method.POST, path + "/{id}", Access.ADMIN, this::change),
                Route.page(Method.GET, path + "/{id}/remove", Access.ADMIN, this::ask),
                Route.page(Method.POST, path + "/{id}/remove", Access.ADMIN, this::remove));
    }

    private Answer blank(Request request) {
        String method = request.query("method").orElse(usualMethod());
        List<FormSection> sections =
                filled(shapes(method), field -> request.query(field.path()).orElse(usual(field)));
        return page(request, blankForm(sections, method, List.of()));
    }

    private String usualMethod() {
        return kind instanceof EntryKind.Services ? "tcp" : "";
    }

    private static String usual(FormField field) {
        return switch (field.path()) {
            case "monitoring.enabled" -> "true";
            case "region" -> "local";
            case "status" -> "active";
            case "alert_severity" -> "medium";
            case "recovery.recover_action" -> "restart";
            default -> field.value();
        };
    }

    private EntryForm blankForm(List<FormSection> sections, String method, List<String> wrong) {
        return new EntryForm(
                "Add " + article() + kind.word(),
                path + "/new",
                method,
                "",
                sections,
                wrong,
                List.of(),
                "",
                "");
    }

    private String article() {
        return kind instanceof EntryKind.Environments ? "an " : "a ";
    }

    private Answer add(Request request) {
        String method = request.form("method").orElse(usualMethod());
        List<FormSection> sections = typed(shapes(method), request);
        Map<String, @Nullable Object> document = FormValues.compact(FormValues.document(sections));
        if (kind instanceof EntryKind.Services) {
            method(document, method);
        }
        try {
            List<String> ids = desk.add(kind, List.of(document), asker(request));
            return Flash.to("/inventory", request, "Added: " + String.join(", ", ids) + ".");
        } catch (Problem problem) {
            refuseDefects(problem);
            EntryProblems problems = EntryProblems.of(problem);
            return page(
                            request,
                            blankForm(
                                    wrong(sections, problems), method, others(sections, problems)))
                    .as(422);
        }
    }

    @SuppressWarnings("unchecked")
    private static void method(Map<String, @Nullable Object> document, String method) {
        ((Map<String, @Nullable Object>)
                        java.util.Objects.requireNonNull(
                                document.computeIfAbsent(
                                        "monitoring",
                                        _ ->
                                                new java.util.LinkedHashMap<
                                                        String, @Nullable Object>())))
                .put("method", method);
    }

    private Answer entry(Request request) {
        Map<String, @Nullable Object> document = document(request);
        List<FormSection> sections =
                filled(shapes(methodOf(document)), field -> FormValues.shown(document, field));
        return page(request, form(request, document, sections, List.of(), List.of()));
    }

    /// As the store has it, so that what was just added is found.
    private Map<String, @Nullable Object> document(Request request) {
        return kind.existing(desks.daemon().store().inventory().read(), request.parameter("id"));
    }

    private static String methodOf(Map<String, @Nullable Object> document) {
        return document.get("monitoring") instanceof Map<?, ?> monitoring
                ? String.valueOf(monitoring.get("method"))
                : "";
    }

    private EntryForm form(
            Request request,
            Map<String, @Nullable Object> document,
            List<FormSection> sections,
            List<String> wrong,
            List<String> meanwhile) {
        String id = request.parameter("id");
        boolean declared =
                "declared"
                        .equals(
                                String.valueOf(document.get("origin"))
                                        .toLowerCase(java.util.Locale.ROOT));
        return new EntryForm(
                kind.word().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + kind.word().substring(1)
                        + " "
                        + id,
                path + "/" + id,
                "",
                EntryTag.of(document),
                identified(sections),
                wrong,
                meanwhile,
                declared
                        ? "It is declared in caretaker.yaml and read-only here: change it there;"
                                + " the daemon takes it at its next start or on SIGHUP"
                        : request.caller().access().includes(Access.ADMIN)
                                ? ""
                                : "Changing it takes the role admin",
                path + "/" + id + "/remove");
    }

    private List<FormSection> identified(List<FormSection> sections) {
        return sections.stream()
                .map(section ->
                        section.map(field ->
                                field.path().equals(kind.idField()) ? field.fixed() : field))
                .toList();
    }

    private Answer change(Request request) {
        String id = request.parameter("id");
        Map<String, @Nullable Object> before = document(request);
        List<FormSection> sections = identified(typed(shapes(methodOf(before)), request));
        String tag = request.form("tag").orElse("");
        try {
            Map<String, String> changed =
                    desk.patch(
                                    kind,
                                    id,
                                    onlyChanged(before, sections),
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

    /// What is as it was is left out: empty text and nothing are the same to a form.
    private Map<String, @Nullable Object> onlyChanged(
            Map<String, @Nullable Object> before, List<FormSection> sections) {
        List<FormSection> changed =
                sections.stream()
                        .map(section ->
                                new FormSection(
                                        section.title(),
                                        section.folded(),
                                        section.fields().stream()
                                                .filter(field -> !same(before, field))
                                                .toList()))
                        .toList();
        Map<String, @Nullable Object> patch = FormValues.document(changed);
        if (patch.containsKey(WINDOW) && blank(sections, WINDOW + ".")) {
            patch.put(WINDOW, null);
        }
        return patch;
    }

    private static boolean blank(List<FormSection> sections, String prefix) {
        return sections.stream()
                .flatMap(each -> each.fields().stream())
                .filter(each -> each.path().startsWith(prefix))
                .allMatch(each -> each.value().isBlank());
    }

    private static boolean same(Map<String, @Nullable Object> before, FormField field) {
        String shown = FormValues.shown(before, field);
        return shown.equals(field.value().strip())
                || (field.kind() == FormField.Kind.CHECK && shown.isEmpty() && !field.checked());
    }

    private Answer refused(Request request, List<FormSection> sections, Problem problem) {
        Map<String, @Nullable Object> now = document(request);
        if (problem.code() == ProblemCode.OUTDATED) {
            return page(request, form(request, now, sections, List.of(), differing(now, sections)))
                    .as(412);
        }
        EntryProblems problems = EntryProblems.of(problem);
        EntryForm form =
                form(
                        request,
                        now,
                        wrong(sections, problems),
                        others(sections, problems),
                        List.of());
        // Who has not seen what it is now must not come to overwrite it by a second try.
        return page(request, tagged(form, request.form("tag").orElse(""))).as(422);
    }

    private static EntryForm tagged(EntryForm form, String tag) {
        return new EntryForm(
                form.title(),
                form.action(),
                form.hidden(),
                tag,
                form.sections(),
                form.wrong(),
                form.meanwhile(),
                form.readOnly(),
                form.remove());
    }

    private static List<String> differing(
            Map<String, @Nullable Object> now, List<FormSection> sections) {
        var differing = new ArrayList<String>();
        sections.stream()
                .flatMap(each -> each.fields().stream())
                .filter(each -> each.kind() != FormField.Kind.FIXED && !same(now, each))
                .forEach(each -> {
                    String there = FormValues.shown(now, each);
                    differing.add(
                            each.label()
                                    + " is “"
                                    + (there.isEmpty() ? "nothing" : there)
                                    + "” now");
                });
        return differing.isEmpty() ? List.of("it is now as you want it") : differing;
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
                                    asker(request))
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

    private List<FormSection> shapes(String method) {
        return FormShapes.of(kind, desks.daemon().store().inventory().read(), method);
    }

    private static List<FormSection> filled(
            List<FormSection> sections, Function<FormField, String> value) {
        return sections.stream()
                .map(section ->
                        section.map(field ->
                                field.kind() == FormField.Kind.FIXED
                                        ? field
                                        : field.with(value.apply(field))))
                .toList();
    }

    private static List<FormSection> typed(List<FormSection> sections, Request request) {
        return filled(
                sections,
                field ->
                        request.form(field.path())
                                .orElse(field.kind() == FormField.Kind.CHECK ? "false" : ""));
    }

    private static List<FormSection> wrong(List<FormSection> sections, EntryProblems problems) {
        return sections.stream()
                .map(section ->
                        section.map(field ->
                                field.wrong(problems.byField().getOrDefault(field.path(), ""))))
                .toList();
    }

    private static List<String> others(List<FormSection> sections, EntryProblems problems) {
        var others = new ArrayList<>(problems.others());
        List<String> paths =
                sections.stream()
                        .flatMap(each -> each.fields().stream())
                        .map(FormField::path)
                        .toList();
        problems.byField()
                .forEach((path, message) -> {
                    if (!paths.contains(path)) {
                        others.add(path + ": " + message);
                    }
                });
        return others;
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
