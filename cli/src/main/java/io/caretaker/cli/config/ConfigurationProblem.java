package io.caretaker.cli.config;

/// One error of the configuration. Lines and columns count from 1; 0 where there are none.
///
/// @param file the file, `environment NAME` or `option --name`
/// @param hint what to do about it; may be empty
public record ConfigurationProblem(String file, int line, int column, String message, String hint) {

    static ConfigurationProblem at(Place place, String message, String hint) {
        return new ConfigurationProblem(
                place.source(), place.line(), place.column(), message, hint);
    }

    /// `file:line:column: message (hint)`.
    @Override
    public String toString() {
        String where = new Place(file, line, column) + ": " + message;
        return hint.isEmpty() ? where : where + " (" + hint + ")";
    }
}
