package io.caretaker.mysql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// InnoDB's names of tables, which are those of files. Pure.
///
/// Source: MySQL 8.0 Reference Manual, "Mapping of Identifiers to File Names"; MariaDB Knowledge
/// Base, "Identifier to File Name Mapping".
final class TableNames {
    private static final Pattern ENCODED = Pattern.compile("@([0-9a-f]{4})");
    private static final Pattern PARTITION = Pattern.compile("#[Pp]#.*$");

    private TableNames() {}

    /// Before the slash; empty for files that hold no single table.
    static String database(String name) {
        int slash = name.indexOf('/');
        return slash < 0 ? "" : decoded(name.substring(0, slash));
    }

    /// The table of a partition, too.
    static String table(String name) {
        return decoded(PARTITION.matcher(name.substring(name.indexOf('/') + 1)).replaceFirst(""));
    }

    static boolean partition(String name) {
        return PARTITION.matcher(name).find();
    }

    /// The server's own.
    static boolean system(String name) {
        return name.startsWith("mysql/") || name.startsWith("sys/") || !name.contains("/");
    }

    private static String decoded(String text) {
        Matcher matcher = ENCODED.matcher(text);
        return matcher.replaceAll(found ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }
}
