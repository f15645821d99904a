package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a server's settings say about its health. Pure.
///
/// Source: MySQL Reference Manual 5.7 to 8.4, "InnoDB Startup Options and System Variables",
/// "Binary Logging Options and Variables"; MariaDB Knowledge Base, the pages of the same names.
final class Settings {
    static final List<String> NAMES =
            List.of(
                    "performance_schema",
                    "read_only",
                    "super_read_only",
                    "log_bin",
                    "sync_binlog",
                    "innodb_flush_log_at_trx_commit",
                    "innodb_doublewrite",
                    "binlog_expire_logs_seconds",
                    "expire_logs_days",
                    "open_files_limit",
                    "table_open_cache",
                    "have_ssl",
                    "log_warnings",
                    "log_error_verbosity",
                    "rpl_semi_sync_master_enabled",
                    "rpl_semi_sync_source_enabled",
                    "group_replication_group_name",
                    "innodb_data_home_dir",
                    "innodb_log_group_home_dir",
                    "innodb_undo_directory",
                    "log_bin_basename",
                    "lower_case_table_names");

    private static final double DAY = 86_400;

    private Settings() {}

    /// @param replica whether the server follows another; what is lost there can be had again
    static Metrics metrics(ServerFacts facts, boolean replica) {
        Metrics.Builder metrics = Metrics.builder();
        flag(metrics, facts, "read_only");
        flag(metrics, facts, "super_read_only");
        number(metrics, facts, "innodb_flush_log_at_trx_commit");
        number(metrics, facts, "sync_binlog");
        String doublewrite = facts.setting("innodb_doublewrite");
        if (!doublewrite.isEmpty()) {
            metrics.put("innodb_doublewrite", wholePages(doublewrite) ? 1 : 0);
        }
        if (!replica) {
            durability(metrics, facts);
        }
        if (facts.on("log_bin")) {
            metrics.put("binary_log_expire_s", expiry(facts));
        }
        return metrics.build();
    }

    /// Where data and logs are, each once; places relative to the data directory are in it.
    static List<String> directories(ServerFacts facts) {
        var directories = new ArrayList<String>();
        String data = facts.settings().getOrDefault("datadir", "");
        if (data.isEmpty()) {
            return directories;
        }
        directories.add(plain(data));
        Stream.of("innodb_data_home_dir", "innodb_log_group_home_dir", "innodb_undo_directory")
                .map(name -> facts.settings().getOrDefault(name, ""))
                .filter(place -> place.startsWith("/"))
                .forEach(place -> add(directories, plain(place)));
        Path log = Path.of(facts.settings().getOrDefault("log_bin_basename", "")).getParent();
        if (log != null && log.isAbsolute()) {
            add(directories, log.toString());
        }
        return directories;
    }

    private static void add(List<String> directories, String place) {
        if (!directories.contains(place)) {
            directories.add(place);
        }
    }

    private static String plain(String directory) {
        return directory.length() > 1 && directory.endsWith("/")
                ? directory.substring(0, directory.length() - 1)
                : directory;
    }

    /// A commit that the server has acknowledged outlives a power failure only if the redo log is
    /// flushed with it, and, where there is a binary log, that one too.
    private static void durability(Metrics.Builder metrics, ServerFacts facts) {
        String flush = facts.setting("innodb_flush_log_at_trx_commit");
        String sync = facts.setting("sync_binlog");
        if (!flush.isEmpty()) {
            boolean redo = flush.equals("1") || flush.equals("3");
            boolean binary = !facts.on("log_bin") || sync.isEmpty() || sync.equals("1");
            metrics.put("durable_commits", redo && binary ? 1 : 0);
        }
    }

    /// `DETECT_ONLY` (MySQL ≥ 8.0.30) writes no pages twice; `fast` (MariaDB ≥ 11.0.6) does.
    private static boolean wholePages(String doublewrite) {
        return switch (doublewrite) {
            case "on", "1", "fast", "detect_and_recover" -> true;
            default -> false;
        };
    }

    /// 0 keeps binary logs for ever. Where both are set, the seconds count.
    private static double expiry(ServerFacts facts) {
        double seconds = value(facts, "binlog_expire_logs_seconds");
        double days = value(facts, "expire_logs_days");
        return seconds > 0 || Double.isNaN(days) ? seconds : days * DAY;
    }

    private static void flag(Metrics.Builder metrics, ServerFacts facts, String name) {
        if (!facts.setting(name).isEmpty()) {
            metrics.put(name, facts.setting(name).equals("off") ? 0 : 1);
        }
    }

    private static void number(Metrics.Builder metrics, ServerFacts facts, String name) {
        metrics.put(name, value(facts, name));
    }

    static double value(ServerFacts facts, String name) {
        return Numbers.of(facts.settings().get(name));
    }
}
