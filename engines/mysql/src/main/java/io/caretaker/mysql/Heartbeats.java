package io.caretaker.mysql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Since when nothing has come from each source, neither log nor the sign of life of an idle one:
/// by what changed between looks, and by what the server itself remembers. Not thread-safe.
///
/// A receiver whose source hangs, or whose network swallows everything, says that it runs until
/// `slave_net_timeout` (60 s by default) is over.
final class Heartbeats {
    /// How much longer than promised a sign of life may take, in parts of the time promised.
    private static final double GRACE = 0.5;

    private static final double LEAST_GRACE_SECONDS = 2;

    /// A time that was never set is in 1970.
    private static final double NEVER_SECONDS = 1e9;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Heard> heard = new HashMap<>();

    private record Heard(String position, long nanos) {}

    /// What the server itself knows of one channel.
    ///
    /// @param count signs of life since the channel was started
    /// @param secondsAgo since anything came; not a number when unknown
    /// @param everySeconds how often it is promised
    record Life(double count, double secondsAgo, double everySeconds) {
        static final Life UNKNOWN = new Life(Double.NaN, Double.NaN, Double.NaN);

        static Life of(Map<String, @Nullable String> row) {
            double ago = Numbers.of(row.get("ago"));
            return new Life(
                    Numbers.of(row.get("heartbeats")),
                    ago > NEVER_SECONDS ? Double.NaN : ago,
                    Numbers.of(row.get("every")));
        }
    }

    /// For MySQL; MariaDB has it among what it says of each source.
    ///
    /// Source: MySQL Reference Manual 5.7 to 8.4, "The replication_connection_status Table" (the
    /// times of transactions from 8.0), "The replication_connection_configuration Table".
    static String query(ServerVersion version) {
        String newest =
                version.atLeast(8, 0, 0)
                        ? "GREATEST(UNIX_TIMESTAMP(s.LAST_HEARTBEAT_TIMESTAMP),"
                                + " UNIX_TIMESTAMP(s.LAST_QUEUED_TRANSACTION_END_QUEUE_TIMESTAMP))"
                        : "UNIX_TIMESTAMP(s.LAST_HEARTBEAT_TIMESTAMP)";
        return "SELECT s.CHANNEL_NAME AS name, s.COUNT_RECEIVED_HEARTBEATS AS heartbeats,"
                + " UNIX_TIMESTAMP(NOW(6)) - "
                + newest
                + " AS ago, c.HEARTBEAT_INTERVAL AS `every`"
                + " FROM performance_schema.replication_connection_status s"
                + " JOIN performance_schema.replication_connection_configuration c"
                + " ON c.CHANNEL_NAME = s.CHANNEL_NAME";
    }

    /// The seconds of silence by the channel's name, for those that say they receive.
    Map<String, Double> silences(List<Channel> channels, Map<String, Life> lives, long nanos) {
        var silences = new HashMap<String, Double>();
        heard.keySet().retainAll(channels.stream().map(Channel::name).toList());
        for (Channel channel : channels) {
            if (channel.receives()) {
                Life life = lives.getOrDefault(channel.name(), Life.UNKNOWN);
                silences.put(channel.name(), silence(channel, life, nanos));
            } else {
                heard.remove(channel.name());
            }
        }
        return silences;
    }

    private double silence(Channel channel, Life life, long nanos) {
        String position = channel.position() + "/" + life.count();
        Heard before = heard.get(channel.name());
        if (before == null || !before.position.equals(position)) {
            before = new Heard(position, nanos);
            heard.put(channel.name(), before);
        }
        double seen = (nanos - before.nanos) / NANOS;
        return life.secondsAgo() >= 0 ? Math.max(seen, life.secondsAgo()) : seen;
    }

    /// Whether the source has been silent for longer than it promised; never where it promised
    /// nothing.
    static boolean hangs(Channel channel, double silentSeconds) {
        double every = channel.heartbeatSeconds();
        return channel.receives()
                && every > 0
                && silentSeconds > every + Math.max(LEAST_GRACE_SECONDS, every * GRACE);
    }
}
