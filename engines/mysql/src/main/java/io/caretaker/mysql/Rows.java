package io.caretaker.mysql;

import io.caretaker.core.session.SqlText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of the server as a [io.caretaker.core.health.Detail] has them.
final class Rows {
    /// A column with this name holds the text of a statement.
    private static final String QUERY = "query";

    private static final int LONGEST_TEXT = 300;
    private static final double ENOUGH_DIGITS = 1000;

    private Rows() {}

    static List<Map<String, @Nullable Object>> read(ResultSet found) throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        while (found.next()) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String name = columns.getColumnLabel(i);
                row.put(name, value(name, found.getObject(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Object value(String column, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag;
            case Integer number -> number;
            case Long number -> number;
            case BigInteger number -> number.longValue();
            case BigDecimal number when number.scale() <= 0 -> number.longValue();
            case Number number -> rounded(number.doubleValue());
            default -> column.equals(QUERY) ? shown(value.toString()) : value.toString();
        };
    }

    /// Without literals, which may be row data or secrets.
    private static String shown(String text) {
        return SqlText.cut(SqlText.normalise(text, SqlText.Dialect.MYSQL), LONGEST_TEXT);
    }

    private static double rounded(double number) {
        return Math.rint(number * ENOUGH_DIGITS) / ENOUGH_DIGITS;
    }
}
