package io.caretaker.web.database;

import java.util.List;

/// All databases.
///
/// @param rows those with a log-in, the worst first
/// @param others databases that caretaker cannot log in to
public record DatabaseListPage(List<DatabaseRow> rows, List<Other> others) {
    public DatabaseListPage {
        rows = List.copyOf(rows);
        others = List.copyOf(others);
    }

    /// A database without a log-in.
    public record Other(String id, String label, String type, String method) {}

    /// In a sentence.
    public String headline() {
        if (rows.isEmpty()) {
            return "No database that caretaker can log in to yet";
        }
        long bad = rows.stream().filter(row -> row.health().look().equals("bad")).count();
        long doubt = rows.stream().filter(row -> row.health().look().equals("doubt")).count();
        String all = rows.size() == 1 ? "1 database" : rows.size() + " databases";
        if (bad + doubt == 0) {
            return all;
        }
        return all
                + ": "
                + (bad == 0 ? "" : bad + " in trouble")
                + (bad > 0 && doubt > 0 ? ", " : "")
                + (doubt == 0 ? "" : doubt + (doubt == 1 ? " needs" : " need") + " attention");
    }
}
