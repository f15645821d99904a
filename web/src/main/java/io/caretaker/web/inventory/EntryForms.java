package io.caretaker.web.inventory;

import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.desk.EntryProblems;
import io.caretaker.server.desk.EntryTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The forms of one kind of entries: with what is usual, with what is there, and with what is wrong
/// beside its field. Pure.
final class EntryForms {
    private final EntryKind kind;
    private final String path;

    /// @param path below which the kind's pages are
    EntryForms(EntryKind kind, String path) {
        this.kind = kind;
        this.path = path;
    }

    /// How a service is checked when nothing is said; empty for other kinds.
    String usualMethod() {
        return kind instanceof EntryKind.Services ? "tcp" : "";
    }

    /// What a new entry has in a field when nothing is said.
    static String usual(FormField field) {
        return switch (field.path()) {
            case "monitoring.enabled" -> "true";
            case "region" -> "local";
            case "status" -> "active";
            case "alert_severity" -> "medium";
            case "recovery.recover_action" -> "restart";
            default -> field.value();
        };
    }

    /// For a new entry.
    EntryForm blank(List<FormSection> sections, String method, List<String> wrong) {
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

    /// For an entry that is there.
    ///
    /// @param changeable whether who sees it may change it
    EntryForm of(
            String id,
            boolean changeable,
            Map<String, @Nullable Object> document,
            List<FormSection> sections,
            List<String> wrong,
            List<String> meanwhile) {
        boolean declared =
                "declared".equals(String.valueOf(document.get("origin")).toLowerCase(Locale.ROOT));
        return new EntryForm(
                kind.word().substring(0, 1).toUpperCase(Locale.ROOT)
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
                        : changeable ? "" : "Changing it takes the role admin",
                path + "/" + id + "/remove");
    }

    /// With the id as something that stays.
    List<FormSection> identified(List<FormSection> sections) {
        return sections.stream()
                .map(section ->
                        section.map(field ->
                                field.path().equals(kind.idField()) ? field.fixed() : field))
                .toList();
    }

    /// With the method that a new service is checked by.
    @SuppressWarnings("unchecked")
    static void method(Map<String, @Nullable Object> document, String method) {
        ((Map<String, @Nullable Object>)
                        Objects.requireNonNull(
                                document.computeIfAbsent(
                                        "monitoring",
                                        _ -> new LinkedHashMap<String, @Nullable Object>())))
                .put("method", method);
    }

    /// How the service of a document is checked; empty for other kinds.
    static String methodOf(Map<String, @Nullable Object> document) {
        return document.get("monitoring") instanceof Map<?, ?> monitoring
                ? String.valueOf(monitoring.get("method"))
                : "";
    }

    /// With these values.
    static List<FormSection> filled(List<FormSection> sections, Function<FormField, String> value) {
        return sections.stream()
                .map(section ->
                        section.map(field ->
                                field.kind() == FormField.Kind.FIXED
                                        ? field
                                        : field.with(value.apply(field))))
                .toList();
    }

    /// With what is wrong beside its field.
    static List<FormSection> wrong(List<FormSection> sections, EntryProblems problems) {
        return sections.stream()
                .map(section ->
                        section.map(field ->
                                field.wrong(problems.byField().getOrDefault(field.path(), ""))))
                .toList();
    }

    /// What is wrong and belongs to no field that is shown.
    static List<String> others(List<FormSection> sections, EntryProblems problems) {
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
}
