package io.caretaker.cli.config;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.ChannelPolicy;
import io.caretaker.core.alert.QuietHours;
import io.caretaker.core.document.Fields;
import io.caretaker.core.inventory.Severity;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads one channel: what it wants to hear. How it is reached is read by [ReachReader].
///
/// @param paths reads a path
/// @param notes takes what a person should know
record ChannelReader(BiFunction<Fields, String, @Nullable Path> paths, List<String> notes) {

    /// A channel as it was read.
    record Found(ChannelSettings settings, ChannelPolicy policy) {}

    Optional<Found> read(String name, Fields channel) {
        ChannelKind kind = kind(channel);
        if (kind == null) {
            ChannelKeys.knowAll(channel);
            return Optional.empty();
        }
        var policy = channel.build(() -> policy(name, kind, channel));
        ChannelSettings.Templates templates =
                new TemplateReader(paths).read(channel.object("template"), kind);
        var settings =
                channel.build(
                        () -> new ReachReader(name, channel, templates, paths, notes).of(kind));
        ChannelKeys.refuseOthers(channel, kind);
        return settings.flatMap(reach -> policy.map(wish -> new Found(reach, wish)));
    }

    private static @Nullable ChannelKind kind(Fields channel) {
        String type = channel.oneOf("type", AlertingSchema.TYPES);
        if (!channel.has("type")) {
            channel.problem("'type' is missing", String.join(", ", AlertingSchema.TYPES));
        }
        return type == null ? null : ChannelKind.valueOf(type.toUpperCase(Locale.ROOT));
    }

    private static ChannelPolicy policy(String name, ChannelKind kind, Fields channel) {
        ChannelPolicy usual = ChannelPolicy.of(name, kind);
        var repeat = channel.optionalSeconds("repeat_interval_sec");
        if (repeat != null && repeat.toSeconds() < 1) {
            channel.problem("repeat_interval_sec", "must be at least 1 s", "");
        }
        return new ChannelPolicy(
                name,
                kind,
                channel.word("min_severity", Severity.class, usual.least()),
                channel.bool("events", usual.events()),
                channel.bool("resolved", usual.resolved()),
                repeat == null ? usual.repeat() : repeat,
                quiet(channel.optionalObject("quiet_hours")),
                channel.integer("burst", usual.burst()),
                channel.seconds("pace_sec", usual.pace()));
    }

    private static @Nullable QuietHours quiet(@Nullable Fields hours) {
        if (hours == null) {
            return null;
        }
        return new QuietHours(
                new HashSet<>(hours.allParsed("days", ChannelReader::day)),
                hours.parsed("start_time", WallTimes::time, LocalTime.MIDNIGHT),
                hours.parsed("end_time", WallTimes::time, LocalTime.MIDNIGHT),
                WallTimes.zone(hours, "timezone"),
                hours.word("except", Severity.class, Severity.CRITICAL));
    }

    private static DayOfWeek day(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (!ServiceSchema.DAYS_OF_WEEK.contains(word)) {
            throw new IllegalArgumentException(
                    "must be one of "
                            + String.join(", ", ServiceSchema.DAYS_OF_WEEK)
                            + ", but is '"
                            + text
                            + "'");
        }
        return DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
