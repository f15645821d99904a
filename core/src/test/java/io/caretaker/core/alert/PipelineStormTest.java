package io.caretaker.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hours of random deaths, silences, words, restarts and full channels, and what must hold of all
/// messages afterwards.
final class PipelineStormTest {
    private static final int SERVICES = 12;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void nothing_is_lost_and_nothing_is_said_twice(int seed) {
        var random = new Random(seed);
        var line =
                new Timeline(
                                Timeline.channel("mail", ChannelKind.EMAIL),
                                Timeline.channel("pager", ChannelKind.PAGERDUTY))
                        .host("h1")
                        .host("h2")
                        .services(SERVICES, "h1", "h2");
        line.service("app", "h2", "s0", "s1").service("page", "h2", "app");
        List<String> all = names();
        var down = new TreeSet<String>();
        for (int step = 0; step < 200; step++) {
            weather(line, random, all, down);
            line.after(Duration.ofMillis(random.nextInt(90_000)));
            nothingIsOverlooked(line);
        }
        line.waiting.clear();
        line.answers("h1").answers("h2");
        new ArrayList<>(down).forEach(line::up);
        line.after(Duration.ofHours(6));

        assertThat(line.alerts.values()).noneMatch(Alert::firing);
        for (String channel : List.of("mail", "pager")) {
            soundness(line, channel);
        }
        assertThat(line.messages).hasSizeGreaterThan(40);
    }

    /// Whoever is not held for a stated reason, nor seen to by somebody, is told of within minutes.
    private static void nothingIsOverlooked(Timeline line) {
        Instant longAgo = line.now.minus(Duration.ofMinutes(3));
        for (Alert alert : line.alerts.values()) {
            boolean seen = seenTo(line, alert, longAgo);
            boolean overdue = alert.firing() && alert.held().isEmpty() && !seen;
            if (overdue && AlertLife.beginning(alert).isBefore(longAgo)) {
                Telling telling = alert.telling("pager").orElseThrow();
                assertThat(telling.said() != Said.RESOLVED || telling.flapping())
                        .as(alert.key() + " is told: " + telling)
                        .isTrue();
                assertThat(telling.said()).isNotNull();
            }
        }
    }

    private static boolean seenTo(Timeline line, Alert alert, Instant at) {
        Acknowledgement word = line.words.get(alert.id());
        return word != null && word.holds(at);
    }

    private static List<String> names() {
        var names = new ArrayList<String>();
        for (int i = 0; i < SERVICES; i++) {
            names.add("s" + i);
        }
        names.add("app");
        names.add("page");
        return names;
    }

    private static void weather(Timeline line, Random random, List<String> all, Set<String> down) {
        String service = all.get(random.nextInt(all.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                down.add(service);
                line.down(service, random.nextBoolean() ? Severity.MEDIUM : Severity.CRITICAL);
            }
            case 4, 5, 6 -> {
                down.remove(service);
                line.up(service);
            }
            case 7 -> line.silent(random.nextBoolean() ? "h1" : "h2");
            case 8 -> line.answers(random.nextBoolean() ? "h1" : "h2");
            case 9 -> line.lookAgain(); // as after a restart
            case 10 -> line.waiting.put("mail", random.nextInt(30));
            default -> {
                List<Alert> open = line.alerts.values().stream().filter(Alert::firing).toList();
                if (!open.isEmpty()) {
                    Alert alert = open.get(random.nextInt(open.size()));
                    Instant until = random.nextBoolean() ? null : line.now.plusSeconds(600);
                    line.acknowledge(alert.key().toString(), until);
                }
            }
        }
    }

    private static void soundness(Timeline line, String channel) {
        Map<String, List<MessageLine>> byAlert = new HashMap<>();
        for (Message message : line.messages) {
            if (message.channel().equals(channel)) {
                assertThat(message.lines()).doesNotHaveDuplicates();
                message.lines()
                        .forEach(each ->
                                byAlert.computeIfAbsent(each.alert(), _ -> new ArrayList<>())
                                        .add(each));
            }
        }
        for (Alert alert : line.alerts.values()) {
            List<MessageLine> heard = byAlert.getOrDefault(alert.id(), List.of());
            Telling telling = alert.telling(channel).orElse(null);
            if (telling == null) {
                assertThat(heard).isEmpty();
                continue;
            }
            assertThat(telling.said())
                    .as("the last word on " + alert.key())
                    .isEqualTo(Said.RESOLVED);
            assertThat(heard.getLast().said()).isEqualTo(Said.RESOLVED);
            assertThat(heard.getLast().openInThread()).isGreaterThanOrEqualTo(0);
            for (int i = 1; i < heard.size(); i++) {
                MessageLine before = heard.get(i - 1);
                MessageLine after = heard.get(i);
                boolean same = before.said() == after.said();
                assertThat(same && after.reason().isEmpty())
                        .as(alert.key() + " said twice without a reason: " + after)
                        .isFalse();
                assertThat(after.thread()).isEqualTo(heard.getFirst().thread());
            }
        }
    }
}
