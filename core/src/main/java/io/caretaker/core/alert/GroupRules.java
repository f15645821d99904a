package io.caretaker.core.alert;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The stage that puts what one channel is told now into as few messages as make sense. Pure.
final class GroupRules {
    /// So many alerts are a message each on a channel that wants that; more are a flood.
    private static final int MOST_INDIVIDUAL = 5;

    private static final int MOST_STAGES = 3;

    /// In a message with more lines than this their texts are short, so that a store takes it.
    private static final int MOST_LONG = 500;

    private static final int SHORT_TEXT = 200;

    private final World world;
    private final Supplier<String> ids;
    private final Instant now;

    GroupRules(World world, Supplier<String> ids, Instant now) {
        this.world = world;
        this.ids = ids;
        this.now = now;
    }

    /// A message and everything it tells, also what found no line in it.
    record Bundle(Message message, List<Wish> wishes) {}

    /// The messages of one channel.
    ///
    /// @param wishes of that channel, at least one
    /// @param most messages that may leave, at least one
    List<Bundle> bundles(ChannelPolicy channel, List<Wish> wishes, int most) {
        List<List<Wish>> groups = groups(channel, wishes);
        List<List<Wish>> few = groups.size() <= most ? groups : List.of(wishes);
        return few.stream().map(group -> bundle(channel, group)).toList();
    }

    private static List<List<Wish>> groups(ChannelPolicy channel, List<Wish> wishes) {
        if (channel.kind().individual() && wishes.size() <= MOST_INDIVIDUAL) {
            return wishes.stream().map(List::of).toList();
        }
        Map<String, List<Wish>> byStage =
                wishes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        wish -> wish.place().environment(),
                                        TreeMap::new,
                                        Collectors.toList()));
        return byStage.size() <= MOST_STAGES ? List.copyOf(byStage.values()) : List.of(wishes);
    }

    private Bundle bundle(ChannelPolicy channel, List<Wish> wishes) {
        String id = ids.get();
        int most = wishes.size() > MOST_LONG ? SHORT_TEXT : Integer.MAX_VALUE;
        List<MessageLine> all =
                MessageTitle.ordered(wishes.stream().map(wish -> line(wish, id, most)).toList());
        List<MessageLine> lines = all.stream().limit(channel.kind().mostLines()).toList();
        int more = all.size() - lines.size();
        Severity worst =
                all.stream()
                        .map(MessageLine::severity)
                        .max(Severity::compareTo)
                        .orElse(Severity.LOW);
        return new Bundle(
                new Message(
                        id,
                        channel.name(),
                        now,
                        lines.getFirst().said(),
                        worst,
                        MessageTitle.of(lines, more),
                        lines,
                        more),
                wishes);
    }

    private MessageLine line(Wish wish, String id, int mostText) {
        Alert alert = wish.alert();
        List<String> affected = affected(alert);
        Acknowledgement word = world.word(alert, now);
        String known = alert.telling(wish.channel().name()).map(Telling::thread).orElse("");
        return new MessageLine(
                alert.id(),
                alert.key(),
                wish.tell().said(),
                wish.tell().reason(),
                alert.severity(),
                title(alert, wish.tell().said(), affected.size(), word),
                shortened(text(alert, wish.tell().said(), word), mostText),
                AlertLife.beginning(alert),
                alert.endedAt(),
                wish.place(),
                affected.stream().limit(MessageLine.MOST_NAMED).toList(),
                affected.size(),
                word == null ? "" : word.by(),
                known.isEmpty() ? id : known,
                0);
    }

    private static String title(
            Alert alert, Said said, int affected, @Nullable Acknowledgement word) {
        return switch (said) {
            case EVENT -> alert.title();
            case FIRING -> alert.title() + suffix(alert, affected);
            case ACKNOWLEDGED ->
                    (word == null ? "somebody" : word.by()) + " sees to it: " + alert.title();
            case RESOLVED -> alert.ending().isEmpty() ? "over: " + alert.title() : alert.ending();
        };
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private static String suffix(Alert alert, int affected) {
        if (affected == 0 || alert.key().rule() != AlertRule.SERVICE_DOWN) {
            return "";
        }
        return affected == 1
                ? "; 1 service depends on it"
                : "; " + affected + " services depend on it";
    }

    private static String text(Alert alert, Said said, @Nullable Acknowledgement word) {
        return said == Said.ACKNOWLEDGED && word != null ? word.comment() : alert.text();
    }

    /// Labels of what is affected as well: dependents, or the services of a host.
    private List<String> affected(Alert alert) {
        return switch (alert.key().rule()) {
            case SERVICE_DOWN ->
                    alert
                            .key()
                            .subject()
                            .service()
                            .map(service -> world.dependents().of(service))
                            .orElse(Set.of())
                            .stream()
                            .map(id -> world.inventory().service(id).orElse(null))
                            .filter(Objects::nonNull)
                            .map(Service::label)
                            .toList();
            case HOST_SILENT ->
                    alert
                            .key()
                            .subject()
                            .host()
                            .map(host -> world.inventory().servicesOf(host))
                            .orElse(List.of())
                            .stream()
                            .map(Service::label)
                            .toList();
            default -> List.of();
        };
    }
}
