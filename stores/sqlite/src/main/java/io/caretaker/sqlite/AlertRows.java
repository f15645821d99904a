package io.caretaker.sqlite;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads rows that are documents. One that says what only a newer caretaker understands is left
/// out, so that it does not stand before the others.
///
/// @param table has a column `document`
record AlertRows<T>(String table, Function<Fields, Optional<T>> reader, LeftOut leftOut) {
    List<T> list(SqliteFile file, String where, @Nullable Object... parameters)
            throws SQLException {
        List<Map<String, @Nullable Object>> documents =
                file.list(
                        "SELECT document FROM " + table + " " + where,
                        row -> Json.readMap(row.getString(1)),
                        parameters);
        var all = new ArrayList<T>();
        for (var each : documents) {
            Fields fields = Fields.lenient(each);
            reader.apply(fields).ifPresentOrElse(all::add, () -> complain(fields));
        }
        return all;
    }

    private void complain(Fields fields) {
        leftOut.tell(
                table,
                fields.problems().stream()
                        .map(FieldProblem::line)
                        .collect(Collectors.joining("; ")));
    }
}
