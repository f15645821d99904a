package io.caretaker.web.inventory;

import java.util.List;

/// A form for one entry of the inventory.
///
/// @param action where it is sent
/// @param hidden what is sent along: the method of a new service's check
/// @param tag what the entry was when the form was made; empty for a new one
/// @param wrong what is wrong and belongs to no field
/// @param meanwhile what somebody else has changed since, in words; empty when nobody has
/// @param readOnly why it cannot be changed; empty when it can
/// @param remove the address of the question whether it is to go; empty for a new one
public record EntryForm(
        String title,
        String action,
        String hidden,
        String tag,
        List<FormSection> sections,
        List<String> wrong,
        List<String> meanwhile,
        String readOnly,
        String remove) {
    public EntryForm {
        sections = List.copyOf(sections);
        wrong = List.copyOf(wrong);
        meanwhile = List.copyOf(meanwhile);
    }

    /// As a form that was made of the entry with another tag.
    EntryForm tagged(String other) {
        return new EntryForm(
                title, action, hidden, other, sections, wrong, meanwhile, readOnly, remove);
    }

    /// How many fields are wrong.
    public long errors() {
        return wrong.size()
                + sections.stream()
                        .flatMap(each -> each.fields().stream())
                        .filter(each -> !each.error().isEmpty())
                        .count();
    }
}
