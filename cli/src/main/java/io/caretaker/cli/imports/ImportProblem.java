package io.caretaker.cli.imports;

/// Why an entry is not imported.
///
/// @param index the position of the entry in `targets`, from 0
/// @param field the field that is wrong, such as `ssh.port`; empty for the entry as a whole
public record ImportProblem(int index, String field, String message) {
    /// One line for people.
    public String line() {
        return "targets[" + index + "]" + (field.isEmpty() ? "" : "." + field) + ": " + message;
    }
}
