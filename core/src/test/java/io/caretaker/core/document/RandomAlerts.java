package io.caretaker.core.document;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.alert.Telling;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Alerts and what belongs to them with hostile contents; the same seed gives the same records.
final class RandomAlerts {
    private static final String ALPHABET =
            " \t\n\r\0'\"`$\\;&|<>(){}[]*?~#!%^=-+,.:/@_aZ09äß→東\u0001\u001b\u00a0\u2028\u202e";

    private final Random random;

    RandomAlerts(long seed) {
        random = new Random(seed);
    }

    Alert alert() {
        return new Alert(
                text(),
                key(),
                any(AlertState.values()),
                any(Severity.values()),
                text(),
                text(),
                instant(),
                instant(),
                maybe(this::instant),
                text(),
                some(this::instant),
                text(),
                some(this::telling));
    }

    private AlertKey key() {
        return new AlertKey(
                any(AlertRule.values()), new Subject(any(Subject.Kind.values()), text()), text());
    }

    private Telling telling() {
        return new Telling(
                text(),
                maybe(() -> any(Said.values())),
                maybe(this::instant),
                maybe(this::instant),
                any(Severity.values()),
                text(),
                maybe(this::instant),
                random.nextBoolean());
    }

    Message message() {
        List<MessageLine> lines = some(this::line);
        return new Message(
                text(),
                text(),
                instant(),
                any(Said.values()),
                any(Severity.values()),
                text(),
                lines.isEmpty() ? List.of(line()) : lines,
                random.nextInt(10_000));
    }

    private MessageLine line() {
        return new MessageLine(
                text(),
                key(),
                any(Said.values()),
                text(),
                any(Severity.values()),
                text(),
                text(),
                instant(),
                maybe(this::instant),
                new AlertPlace(text(), text(), text(), text(), text(), text(), some(this::text)),
                some(this::text),
                random.nextInt(),
                text(),
                text(),
                random.nextInt());
    }

    Delivery delivery() {
        return new Delivery(
                message(),
                any(Delivery.State.values()),
                random.nextInt(100),
                instant(),
                maybe(this::instant),
                text());
    }

    Acknowledgement word() {
        return new Acknowledgement(text(), text(), instant(), maybe(this::instant), text());
    }

    Mute mute() {
        return new Mute(text(), matcher(), text(), instant(), maybe(this::instant), text());
    }

    AlertMatcher matcher() {
        return new AlertMatcher(
                words(AlertRule.values()),
                words(Severity.values()),
                texts(),
                texts(),
                texts(),
                texts(),
                texts(),
                texts(),
                texts());
    }

    private <E> Set<E> words(E[] all) {
        var chosen = new HashSet<>(Arrays.asList(all));
        chosen.removeIf(_ -> random.nextInt(3) > 0);
        return chosen;
    }

    private Set<String> texts() {
        return new HashSet<>(some(this::text));
    }

    private String text() {
        var text = new StringBuilder();
        for (int length = random.nextInt(20); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private Instant instant() {
        return Instant.ofEpochSecond(
                random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    }

    private <T> List<T> some(Supplier<T> supplier) {
        return Stream.generate(supplier).limit(random.nextInt(4)).toList();
    }

    private <T> @Nullable T maybe(Supplier<T> supplier) {
        return random.nextBoolean() ? supplier.get() : null;
    }

    @SafeVarargs
    private <T> T any(T... all) {
        return all[random.nextInt(all.length)];
    }
}
