package io.caretaker.web.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a form that was sent says otherwise than the entry. Pure.
final class EntryDifference {
    /// Makes sense only as a whole.
    private static final String WINDOW = "maintenance_window";

    private EntryDifference() {}

    /// What is as it was is left out: empty text and nothing are the same to a form.
    static Map<String, @Nullable Object> patch(
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

    /// In words, what is otherwise now than the form has it.
    static List<String> words(Map<String, @Nullable Object> now, List<FormSection> sections) {
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
}
