package io.caretaker.web.inventory;

import java.util.List;
import java.util.function.UnaryOperator;

/// Fields that belong together.
///
/// @param folded whether they are shown only when asked for
public record FormSection(String title, boolean folded, List<FormField> fields) {
    public FormSection {
        fields = List.copyOf(fields);
    }

    static FormSection of(String title, FormField... fields) {
        return new FormSection(title, false, List.of(fields));
    }

    static FormSection folded(String title, FormField... fields) {
        return new FormSection(title, true, List.of(fields));
    }

    FormSection map(UnaryOperator<FormField> change) {
        return new FormSection(title, folded, fields.stream().map(change).toList());
    }

    /// Whether it is shown: always when something in it is wrong.
    public boolean open() {
        return !folded || fields.stream().anyMatch(each -> !each.error().isEmpty());
    }
}
