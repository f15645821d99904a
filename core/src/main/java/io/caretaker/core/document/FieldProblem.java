package io.caretaker.core.document;

/// What is wrong with one field of a document.
///
/// @param path where, from the top (`services[3].monitoring.interval_sec`)
/// @param message in lower case, names the value unless it could be a secret
/// @param hint what to do about it; empty when there is nothing to add
/// @param aboutKey whether the key itself is wrong and not its value
public record FieldProblem(String path, String message, String hint, boolean aboutKey) {
    /// Path, message and hint in one line.
    public String line() {
        return (path.isEmpty() ? "" : path + ": ")
                + message
                + (hint.isEmpty() ? "" : " (" + hint + ")");
    }
}
