package io.caretaker.sqlite;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// The numbers of the names in one table `(number, name)` of one file, remembered once they are
/// known: a name keeps its number for as long as the file lives. Not thread-safe.
final class Names {
    private final SqliteFile file;
    private final String select;
    private final String insert;
    private final Map<String, Long> numbers = new HashMap<>();

    Names(SqliteFile file, String table, String column) {
        this.file = file;
        this.select = "SELECT number FROM " + table + " WHERE " + column + " = ?";
        this.insert = "INSERT OR IGNORE INTO " + table + " VALUES (null, ?)";
    }

    /// The number of the name, which it gets now if it had none. In a transaction.
    long number(String name) throws SQLException {
        Long known = numbers.get(name);
        if (known == null) {
            file.update(insert, name);
            known = file.number(select, name);
            numbers.put(name, known);
        }
        return known;
    }

    /// After a transaction that was rolled back.
    void forget() {
        numbers.clear();
    }
}
