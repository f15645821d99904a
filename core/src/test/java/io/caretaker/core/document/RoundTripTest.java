package io.caretaker.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.RecoveryAction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int ROUNDS = 60;
    private static final Instant NOW = Instant.parse("2026-01-31T10:30:00Z");

    private final RandomRecords random = new RandomRecords(20260131);

    @Test
    void hosts_come_back_as_they_were() {
        Function<Fields, Optional<Host>> read =
                fields -> HostDocument.read(fields, Origin.MANAGED, NOW);
        for (int i = 0; i < ROUNDS * 5; i++) {
            Host host = random.host();
            comesBack(HostDocument.of(host), host, read);
        }
    }

    @Test
    void environments_come_back_as_they_were() {
        Function<Fields, Optional<Environment>> read =
                fields -> EnvironmentDocument.read(fields, Origin.MANAGED, NOW);
        for (int i = 0; i < ROUNDS * 5; i++) {
            Environment environment = random.environment();
            comesBack(EnvironmentDocument.of(environment), environment, read);
        }
    }

    @Test
    void services_come_back_with_every_check_as_first_and_as_second_one() {
        for (int i = 0; i < ROUNDS; i++) {
            for (CheckSpec check : random.checks()) {
                comesBack(service(check, null));
                comesBack(service(new CheckSpec.Unit(), check));
                comesBack(service(check, check));
            }
        }
    }

    @Test
    void services_come_back_with_every_control_and_recovery_action() {
        for (int i = 0; i < ROUNDS; i++) {
            for (ServiceControl control : random.controls()) {
                for (RecoveryAction action : random.actions()) {
                    comesBack(random.service(new CheckSpec.Unit(), null, control, action));
                }
            }
        }
    }

    @Test
    void rows_of_the_history_come_back_as_they_were() {
        for (int i = 0; i < ROUNDS * 5; i++) {
            HistoryEntry entry = random.entry();
            comesBack(HistoryDocument.of(entry, Duration.ofDays(30)), entry, HistoryDocument::read);
        }
    }

    @Test
    void alerts_messages_and_words_come_back_as_they_were() {
        var alerts = new RandomAlerts(20_261_122);
        for (int i = 0; i < ROUNDS * 5; i++) {
            Alert alert = alerts.alert();
            comesBack(AlertDocument.of(alert), alert, AlertDocument::read);
            Message message = alerts.message();
            comesBack(MessageDocument.of(message), message, MessageDocument::read);
            Delivery delivery = alerts.delivery();
            comesBack(DeliveryDocument.of(delivery), delivery, DeliveryDocument::read);
            Acknowledgement word = alerts.word();
            comesBack(AcknowledgementDocument.of(word), word, AcknowledgementDocument::read);
            Mute mute = alerts.mute();
            comesBack(MuteDocument.of(mute), mute, MuteDocument::read);
            AlertMatcher matcher = alerts.matcher();
            comesBack(AlertMatcherDocument.of(matcher), matcher, AlertMatcherDocument::read);
        }
    }

    @Test
    void what_only_a_newer_caretaker_understands_is_no_alert_and_no_mute() {
        var alerts = new RandomAlerts(7);
        for (String field : List.of("rule", "state", "severity")) {
            Map<String, @Nullable Object> document = AlertDocument.of(alerts.alert());
            document.put(field, "moon_phase");
            assertThat(AlertDocument.read(Fields.lenient(document))).as(field).isEmpty();
        }
        Map<String, @Nullable Object> mute = MuteDocument.of(alerts.mute());
        mute.put("matcher", Map.of("rules", List.of("service_down", "moon_phase")));
        Fields fields = Fields.lenient(mute);
        assertThat(MuteDocument.read(fields)).isEmpty();
        assertThat(fields.problems())
                .extracting(FieldProblem::path)
                .containsExactly("matcher.rules[1]");
        mute.remove("matcher");
        assertThat(MuteDocument.read(Fields.lenient(mute))).isEmpty();
    }

    private Service service(CheckSpec check, @Nullable CheckSpec health) {
        return random.service(
                check, health, new ServiceControl.None(), new RecoveryAction.Restart());
    }

    private static void comesBack(Service service) {
        comesBack(
                ServiceDocument.of(service),
                service,
                fields -> ServiceDocument.read(fields, ServiceDefaults.stored(NOW)));
    }

    /// Strictly, so that every key that is written is also one that is read; and with the types
    /// that JSON and other programs make of the values.
    private static <T> void comesBack(
            Map<String, @Nullable Object> document, T record, Function<Fields, Optional<T>> read) {
        Fields strict = Fields.strict(document);
        Optional<T> found = read.apply(strict);
        assertThat(strict.problems()).isEmpty();
        assertThat(found).contains(record);
        assertThat(Fields.stored(throughJson(document), read)).isEqualTo(record);
    }

    private static Map<String, @Nullable Object> throughJson(
            Map<?, ? extends @Nullable Object> document) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        document.forEach((key, value) -> copy.put(String.valueOf(key), throughJson(value)));
        return copy;
    }

    private static @Nullable Object throughJson(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> throughJson(map);
            case List<?> list -> list.stream().map(RoundTripTest::throughJson).toList();
            case Instant instant -> instant.toString();
            case Integer number -> number.longValue();
            case Double number -> BigDecimal.valueOf(number);
            case Date date -> date;
            default -> value;
        };
    }
}
