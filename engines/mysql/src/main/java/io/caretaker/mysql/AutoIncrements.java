package io.caretaker.mysql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How far the automatic numbers of tables are, of what their columns can hold. Not thread-safe.
///
/// InnoDB's dictionary does not tell which column has them; it must be an integer at the head of an
/// index. Where there are several, the widest is taken, so that there is no false alarm.
///
/// Source: MySQL 8.0 Reference Manual, "InnoDB INFORMATION_SCHEMA Schema Object Tables" (`MTYPE` 6
/// is an integer, bit 512 of `PRTYPE` says unsigned), "Integer Types".
final class AutoIncrements {
    private static final double PERCENT = 100;
    private static final double SHOWN_PERCENT = 50;
    private static final int MOST_ROWS = 20;
    private static final int BITS = 8;

    private final Map<Long, Counted> tables = new HashMap<>();
    private final Map<Long, Long> tableOfIndex = new HashMap<>();
    private final Map<Long, Set<String>> heads = new HashMap<>();

    private static final class Counted {
        private final String name;
        private final double next;
        private double most;

        Counted(String name, double next) {
            this.name = name;
            this.next = next;
        }

        double percent() {
            return most > 0 ? PERCENT * next / most : 0;
        }
    }

    /// @param next the number that the next row gets
    void table(long id, String name, BigDecimal next) {
        if (!TableNames.system(name)) {
            tables.put(id, new Counted(name, next.doubleValue()));
        }
    }

    boolean empty() {
        return tables.isEmpty();
    }

    void index(long table, long index) {
        if (tables.containsKey(table)) {
            tableOfIndex.put(index, table);
        }
    }

    /// The column at the head of an index.
    void first(long index, String column) {
        Long table = tableOfIndex.get(index);
        if (table != null) {
            heads.computeIfAbsent(table, _ -> new HashSet<>()).add(column);
        }
    }

    /// An integer.
    void column(long table, String column, int bytes, boolean unsigned) {
        Counted counted = tables.get(table);
        if (counted != null && heads.getOrDefault(table, Set.of()).contains(column)) {
            double most = Math.pow(2, (double) bytes * BITS - (unsigned ? 0 : 1)) - 1;
            counted.most = Math.max(counted.most, most);
        }
    }

    RareReadings.Found found() {
        List<Counted> known =
                tables.values().stream()
                        .filter(each -> each.most > 0)
                        .sorted(Comparator.comparingDouble(each -> -each.percent()))
                        .toList();
        if (known.isEmpty()) {
            return RareReadings.Found.of(Map.of());
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        known.stream()
                .filter(each -> each.percent() >= SHOWN_PERCENT)
                .limit(MOST_ROWS)
                .forEach(each -> {
                    Map<String, @Nullable Object> row =
                            Tables.named(
                                    TableNames.database(each.name)
                                            + "/"
                                            + TableNames.table(each.name));
                    row.put("next", each.next);
                    row.put("used_percent", Math.rint(10 * each.percent()) / 10);
                    rows.add(row);
                });
        return new RareReadings.Found(
                Map.of("auto_increment_usage_percent", known.getFirst().percent()), rows);
    }
}
