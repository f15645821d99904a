package io.caretaker.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The names of prepared transactions as a statement takes them: `X'7831',X'',1`. Pure.
///
/// Source: MySQL 8.0 Reference Manual, "XA Transaction SQL Statements" (CONVERT XID); MariaDB
/// Knowledge Base, "XA Transactions" (FORMAT='SQL' and CONVERT XID differ in the text of the data).
final class PreparedNames {
    private PreparedNames() {}

    static List<String> read(ResultSet row) throws SQLException {
        var names = new ArrayList<String>();
        while (row.next()) {
            String data = String.valueOf(row.getString("data"));
            names.add(
                    name(
                            data,
                            row.getLong("formatID"),
                            row.getInt("gtrid_length"),
                            row.getInt("bqual_length")));
        }
        return names;
    }

    /// @param hexadecimal both parts, with or without `0x` before them
    static String name(String hexadecimal, long format, int first, int second) {
        String digits =
                hexadecimal.toLowerCase(Locale.ROOT).startsWith("0x")
                        ? hexadecimal.substring(2)
                        : hexadecimal;
        if (digits.length() != 2 * (first + second) || !digits.matches("[0-9A-Fa-f]*")) {
            return hexadecimal;
        }
        return "X'"
                + digits.substring(0, 2 * first)
                + "',X'"
                + digits.substring(2 * first)
                + "',"
                + format;
    }
}
