package io.caretaker.web.inventory;

import java.util.List;

/// One field of a form. Immutable.
///
/// @param path where its value stands in the document
/// @param hint what is meant; may be empty
/// @param value as it is, or as it was typed
/// @param error what is wrong with it; empty when nothing is
public record FormField(
        String path,
        String label,
        Kind kind,
        String hint,
        List<Option> options,
        String value,
        String error) {
    public FormField {
        options = List.copyOf(options);
    }

    /// What is typed into it.
    public enum Kind {
        TEXT,
        NUMBER,
        /// One of some words.
        SELECT,
        /// Yes or no.
        CHECK,
        /// Several words, with commas between them.
        LIST,
        /// A command with its arguments, one in each line.
        LINES,
        /// What cannot be changed.
        FIXED
    }

    /// One thing to choose.
    public record Option(String value, String label) {}

    static FormField text(String path, String label, String hint) {
        return new FormField(path, label, Kind.TEXT, hint, List.of(), "", "");
    }

    static FormField number(String path, String label, String hint) {
        return new FormField(path, label, Kind.NUMBER, hint, List.of(), "", "");
    }

    static FormField check(String path, String label, String hint) {
        return new FormField(path, label, Kind.CHECK, hint, List.of(), "", "");
    }

    static FormField list(String path, String label, String hint) {
        return new FormField(path, label, Kind.LIST, hint, List.of(), "", "");
    }

    static FormField lines(String path, String label, String hint) {
        return new FormField(path, label, Kind.LINES, hint, List.of(), "", "");
    }

    static FormField select(String path, String label, String hint, List<Option> options) {
        return new FormField(path, label, Kind.SELECT, hint, options, "", "");
    }

    static FormField select(String path, String label, String hint, String... words) {
        return select(
                path,
                label,
                hint,
                List.of(words).stream()
                        .map(each -> new Option(each, each.replace('_', ' ')))
                        .toList());
    }

    FormField fixed() {
        return new FormField(path, label, Kind.FIXED, hint, options, value, error);
    }

    FormField with(String newValue) {
        return new FormField(path, label, kind, hint, options, newValue, error);
    }

    FormField wrong(String message) {
        return new FormField(path, label, kind, hint, options, value, message);
    }

    /// The ways in which a service can be checked.
    public static List<Option> methods() {
        return FormShapes.METHODS;
    }

    public boolean checked() {
        return value.equals("true");
    }

    /// For labels and what describes it.
    public String id() {
        return "f-" + path.replace('.', '-');
    }

    /// The choices, with the value also where it is none of them.
    public List<Option> choices() {
        boolean known = options.stream().anyMatch(each -> each.value().equals(value));
        if (known || value.isEmpty()) {
            return options;
        }
        var more = new java.util.ArrayList<>(options);
        more.add(new Option(value, value));
        return more;
    }
}
