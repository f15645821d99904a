package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// What a replica says of its sources: the largest lag, and what stands still. Immutable.
///
/// Source: MySQL 8.0 Reference Manual, "SHOW REPLICA STATUS" (≥ 8.0.22); MariaDB Knowledge Base,
/// "SHOW REPLICA STATUS" (the word REPLICA ≥ 10.5.1; ALL covers every source).
///
/// @param rows one for each source, for people
record Replication(
        Metrics metrics, @Nullable String notice, List<Map<String, @Nullable Object>> rows) {
    static final Replication NONE = new Replication(Metrics.NONE, null, List.of());

    /// Channels that group replication uses for itself.
    private static final String GROUP = "group_replication_";

    static String query(ServerVersion version) {
        if (version.mariadb()) {
            return version.atLeast(10, 5, 1)
                    ? "SHOW ALL REPLICAS STATUS"
                    : "SHOW ALL SLAVES STATUS";
        }
        return version.atLeast(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
    }

    static List<Channel> channels(List<Map<String, @Nullable String>> rows) {
        return rows.stream()
                .map(Channel::of)
                .filter(channel -> !channel.name().startsWith(GROUP))
                .toList();
    }

    /// For a check.
    static Replication of(List<Map<String, @Nullable String>> rows) {
        Metrics.Builder metrics = Metrics.builder();
        String notice = null;
        List<Channel> channels = channels(rows);
        metrics.put("replication_lag", worstLag(channels));
        for (Channel channel : channels) {
            notice = notice == null ? channel.stopped() : notice;
        }
        return new Replication(metrics.build(), notice, List.of());
    }

    /// For a look.
    ///
    /// The lag that a server tells is that of what it has received: a receiver that hangs makes it
    /// 0. So a source that has been silent for too long counts as not received, and the silence as
    /// lag.
    ///
    /// @param silences by the channel's name, see [Heartbeats]
    static Replication of(List<Channel> channels, Map<String, Double> silences) {
        Metrics.Builder metrics = Metrics.builder();
        metrics.put("in_recovery", channels.isEmpty() ? 0 : 1);
        if (channels.isEmpty()) {
            return new Replication(metrics.build(), null, List.of());
        }
        List<Channel> hung =
                channels.stream()
                        .filter(channel ->
                                Heartbeats.hangs(
                                        channel, silences.getOrDefault(channel.name(), 0.0)))
                        .toList();
        double silence = most(hung.stream().mapToDouble(each -> silences.get(each.name())));
        double lag = worstLag(channels);
        double told = Double.isNaN(silence) ? lag : Math.max(Double.isNaN(lag) ? 0 : lag, silence);
        metrics.put("replication_lag_s", told);
        metrics.put("replication_lag", told);
        metrics.put(
                "replication_lag_bytes",
                most(channels.stream().mapToDouble(Channel::waitingBytes)));
        metrics.put("replication_channels", channels.size());
        metrics.put(
                "replication_io_running",
                hung.isEmpty() && channels.stream().allMatch(Channel::receives) ? 1 : 0);
        metrics.put(
                "replication_sql_running", channels.stream().allMatch(Channel::applies) ? 1 : 0);
        metrics.put(
                "replication_source_silent_s",
                most(silences.values().stream().mapToDouble(each -> each)));
        metrics.put("relay_log_bytes", channels.stream().mapToDouble(Channel::relayBytes).sum());
        return new Replication(
                metrics.build(), notice(channels, hung, silence), rows(channels, silences));
    }

    private static List<Map<String, @Nullable Object>> rows(
            List<Channel> channels, Map<String, Double> silences) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Channel channel : channels) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            row.put("source", channel.source());
            row.put("channel", channel.name());
            row.put("receives", channel.receives());
            row.put("applies", channel.applies());
            row.put("lag_s", known(channel.lagSeconds()));
            row.put("delay_s", channel.delaySeconds());
            row.put("waiting_bytes", known(channel.waitingBytes()));
            row.put("silent_s", known(silences.getOrDefault(channel.name(), Double.NaN)));
            row.put("gtid", channel.gtid());
            int error = channel.applyError() == 0 ? channel.receiveError() : channel.applyError();
            row.put("error", error == 0 ? null : ReplicationErrors.named(error));
            rows.add(row);
        }
        return rows;
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable String notice(
            List<Channel> channels, List<Channel> hung, double silence) {
        for (Channel channel : channels) {
            String stopped = channel.stopped();
            if (stopped != null) {
                return channels.size() == 1 ? stopped : channel.label() + ": " + stopped;
            }
        }
        return hung.isEmpty()
                ? null
                : "replication receives nothing although it says that it runs: "
                        + hung.getFirst().label()
                        + " has been silent for "
                        + Math.round(silence)
                        + " s";
    }

    private static double worstLag(List<Channel> channels) {
        return most(channels.stream().mapToDouble(Channel::lagSeconds));
    }

    /// Of those that are known; not a number when none is.
    private static double most(DoubleStream values) {
        return values.filter(value -> !Double.isNaN(value)).max().orElse(Double.NaN);
    }
}
