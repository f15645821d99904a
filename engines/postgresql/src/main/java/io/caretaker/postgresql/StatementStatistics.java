package io.caretaker.postgresql;

/// How `pg_stat_statements` is asked here.
///
/// It is asked without the texts wherever they are not shown: they lie in a file that grows to tens
/// of megabytes. The columns go by the version of the extension, which an upgrade of the server
/// leaves as it was.
///
/// Source: PostgreSQL manual, "pg_stat_statements" (12 to 18): `total_exec_time` from extension
/// version 1.8 on (server 13), before that `total_time`.
///
/// @param schema quoted where that is needed
/// @param version of the extension (`1.10`)
record StatementStatistics(String schema, String version) {
    /// A statement that takes a second on average is slow whatever it does.
    static final int SLOW_MILLIS = 1000;

    private static final int COLUMNS_OF_13 = 8;

    String totals() {
        return "select sum(calls) as sum_queries, sum("
                + column("total")
                + ") as sum_query_millis, count(*) filter (where "
                + column("mean")
                + " >= "
                + SLOW_MILLIS
                + ") as slow_queries from "
                + function(false);
    }

    String function(boolean withTexts) {
        return schema + ".pg_stat_statements(" + withTexts + ")";
    }

    /// @param what `total`, `mean`, `max`
    String column(String what) {
        return what + (minor() >= COLUMNS_OF_13 ? "_exec_time" : "_time");
    }

    private int minor() {
        String digits = version.replaceFirst("^1\\.", "");
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : COLUMNS_OF_13;
    }
}
