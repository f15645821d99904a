package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What InnoDB's own dictionary says of all tables. It needs `PROCESS` and nothing else, opens no
/// table, and tells nothing of what is in them.
///
/// Source: MySQL Reference Manual 5.7 to 8.4, "InnoDB INFORMATION_SCHEMA Schema Object Tables"
/// (names with `SYS` in 5.7); MariaDB Knowledge Base, "Information Schema INNODB_SYS_TABLESPACES
/// Table" and its neighbours.
final class Tables {
    private static final int MOST_ROWS = 20;

    /// Enough to tell how many there are, unless there are very many.
    private static final int MOST_NAMES = 10_000;

    private final Session session;
    private final ServerFacts facts;

    Tables(Session session, ServerFacts facts) {
        this.session = session;
        this.facts = facts;
    }

    /// @param databases and their sizes, the largest first
    /// @param largest tables, all partitions of one together
    record Sizes(
            Map<String, Double> numbers,
            List<Map<String, @Nullable Object>> databases,
            List<Map<String, @Nullable Object>> largest) {}

    Sizes sizes(Deadline limit) throws SQLException {
        var files = new HashMap<String, Long>();
        var databases = new TreeMap<String, long[]>();
        var all = new double[1];
        session.each(
                "SELECT NAME, FILE_SIZE FROM information_schema." + name("TABLESPACES"),
                limit,
                row -> {
                    String name = row.getString(1);
                    long size = row.getLong(2);
                    if (name.equals("innodb_temporary")) {
                        return;
                    }
                    all[0] += size;
                    if (!TableNames.system(name)) {
                        long[] sum =
                                databases.computeIfAbsent(
                                        TableNames.database(name), _ -> new long[2]);
                        sum[0] += size;
                        sum[1]++;
                        files.put(name, size);
                    }
                });
        return new Sizes(
                Map.of("database_size_bytes", all[0]), databases(databases), largest(files, limit));
    }

    private static List<Map<String, @Nullable Object>> databases(Map<String, long[]> sizes) {
        return sizes.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> -each.getValue()[0]))
                .limit(100)
                .map(each -> {
                    var row = new LinkedHashMap<String, @Nullable Object>();
                    row.put("database", each.getKey());
                    row.put("size_bytes", each.getValue()[0]);
                    row.put("files", each.getValue()[1]);
                    return (Map<String, @Nullable Object>) row;
                })
                .toList();
    }

    private List<Map<String, @Nullable Object>> largest(Map<String, Long> files, Deadline limit)
            throws SQLException {
        var tables = new HashMap<String, List<String>>();
        files.keySet()
                .forEach(file ->
                        tables.computeIfAbsent(key(file), _ -> new ArrayList<>()).add(file));
        List<List<String>> top =
                tables.values().stream()
                        .sorted(Comparator.comparingLong(each -> -sum(each, files)))
                        .limit(MOST_ROWS)
                        .toList();
        Map<String, long[]> statistics = statisticsIfFree(top, limit);
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (List<String> parts : top) {
            rows.add(row(parts, sum(parts, files), statistics));
        }
        return rows;
    }

    /// What is not in use of a file is what no index has; not known of a table that nobody has
    /// opened since the server's start, or that has changed much since it was last measured.
    private static Map<String, @Nullable Object> row(
            List<String> parts, long bytes, Map<String, long[]> statistics) {
        boolean known = true;
        long rows = 0;
        long used = 0;
        for (String part : parts) {
            long[] found = statistics.get(part);
            known &= found != null;
            rows += found == null ? 0 : found[0];
            used += found == null ? 0 : found[1];
        }
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("database", TableNames.database(parts.getFirst()));
        row.put("table", TableNames.table(parts.getFirst()));
        row.put("size_bytes", bytes);
        row.put("free_bytes", known ? (Object) Math.max(0, bytes - used) : null);
        row.put("rows", known ? (Object) rows : null);
        return row;
    }

    /// MySQL's dictionary waits for a table whose definition somebody is about to change. The files
    /// are known all the same.
    private Map<String, long[]> statisticsIfFree(List<List<String>> tables, Deadline limit)
            throws SQLException {
        try {
            return statistics(tables, limit);
        } catch (SQLException e) {
            if (Refusals.connectionLost(e)) {
                throw e;
            }
            return Map.of();
        }
    }

    /// Rows and used bytes by the name of the file, where they are recent.
    private Map<String, long[]> statistics(List<List<String>> tables, Deadline limit)
            throws SQLException {
        var statistics = new HashMap<String, long[]>();
        String names =
                tables.stream()
                        .flatMap(List::stream)
                        .limit(MOST_ROWS * 10L)
                        .map(Tables::quoted)
                        .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            session.each(
                    "SELECT NAME, NUM_ROWS, (CLUST_INDEX_SIZE + OTHER_INDEX_SIZE) *"
                            + " @@innodb_page_size FROM information_schema."
                            + name("TABLESTATS")
                            + " WHERE CLUST_INDEX_SIZE > 0 AND MODIFIED_COUNTER <= NUM_ROWS / 10 AND NAME"
                            + " IN ("
                            + names
                            + ")",
                    limit,
                    row ->
                            statistics.put(
                                    row.getString(1), new long[] {row.getLong(2), row.getLong(3)}));
        }
        return statistics;
    }

    /// InnoDB makes a hidden key for a table that has none. Replication of such a table reads all
    /// of it for every row that changes.
    RareReadings.Found withoutPrimaryKey(Deadline limit) throws SQLException {
        Set<String> names = new HashSet<>();
        session.each(
                "SELECT t.NAME FROM information_schema."
                        + name("INDEXES")
                        + " i JOIN information_schema."
                        + name("TABLES")
                        + " t ON t.TABLE_ID = i.TABLE_ID WHERE i.NAME = 'GEN_CLUST_INDEX' LIMIT "
                        + MOST_NAMES,
                limit,
                row -> {
                    if (!TableNames.system(row.getString(1))) {
                        names.add(key(row.getString(1)));
                    }
                });
        List<Map<String, @Nullable Object>> rows =
                names.stream().sorted().limit(MOST_ROWS).map(Tables::named).toList();
        return new RareReadings.Found(
                Map.of("tables_without_primary_key", (double) names.size()), rows);
    }

    RareReadings.Found increments(Deadline limit) throws SQLException {
        var increments = new AutoIncrements();
        session.each(
                "SELECT TABLE_ID, NAME, AUTOINC FROM information_schema."
                        + name("TABLESTATS")
                        + " WHERE AUTOINC > 100",
                limit,
                row -> increments.table(row.getLong(1), row.getString(2), row.getBigDecimal(3)));
        if (increments.empty()) {
            return RareReadings.Found.of(Map.of());
        }
        session.each(
                "SELECT TABLE_ID, INDEX_ID FROM information_schema." + name("INDEXES"),
                limit,
                row -> increments.index(row.getLong(1), row.getLong(2)));
        session.each(
                "SELECT INDEX_ID, NAME FROM information_schema."
                        + name("FIELDS")
                        + " WHERE POS = 0",
                limit,
                row -> increments.first(row.getLong(1), row.getString(2)));
        session.each(
                "SELECT TABLE_ID, NAME, LEN, (PRTYPE & 512) > 0 FROM information_schema."
                        + name("COLUMNS")
                        + " WHERE MTYPE = 6",
                limit,
                row ->
                        increments.column(
                                row.getLong(1),
                                row.getString(2),
                                row.getInt(3),
                                row.getBoolean(4)));
        return increments.found();
    }

    /// Tables of other engines are neither safe in a crash nor consistent in a backup that does not
    /// lock. Unlike InnoDB's, only those show that the account has some right on.
    RareReadings.Found ofOtherEngines(Deadline limit) throws SQLException {
        if (session.numbers(SEES_TABLES, limit).getOrDefault("rights", 0.0) == 0) {
            throw new SQLException("no right on tables", "42000", HIDDEN);
        }
        List<Map<String, @Nullable Object>> rows = session.table(OTHER_ENGINES, limit);
        return new RareReadings.Found(
                Map.of("tables_of_other_engines", (double) rows.size()),
                rows.subList(0, Math.min(MOST_ROWS, rows.size())));
    }

    /// The server's code for a table that the account may not see.
    private static final int HIDDEN = 1142;

    private static final String SEES_TABLES =
            """
            SELECT COUNT(*) AS rights FROM information_schema.USER_PRIVILEGES
            WHERE PRIVILEGE_TYPE IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'SHOW VIEW',
                                     'REFERENCES', 'TRIGGER', 'INDEX', 'ALTER', 'CREATE', 'DROP')
              AND GRANTEE = CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''',
                                   SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')
            """;

    private static final String OTHER_ENGINES =
            """
            SELECT TABLE_SCHEMA AS `database`, TABLE_NAME AS `table`, ENGINE AS `engine`
            FROM information_schema.TABLES
            WHERE TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB'
              AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'information_schema', 'performance_schema')
            LIMIT %d
            """
                    .formatted(MOST_NAMES);

    private String name(String table) {
        boolean older = facts.version().mariadb() || !facts.version().atLeast(8, 0, 0);
        return (older ? "INNODB_SYS_" : "INNODB_") + table;
    }

    private static long sum(List<String> parts, Map<String, Long> files) {
        return parts.stream().mapToLong(part -> files.getOrDefault(part, 0L)).sum();
    }

    private static String key(String name) {
        return TableNames.database(name) + "/" + TableNames.table(name);
    }

    static Map<String, @Nullable Object> named(String key) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("database", key.substring(0, key.indexOf('/')));
        row.put("table", key.substring(key.indexOf('/') + 1));
        return row;
    }

    private static String quoted(String name) {
        return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
