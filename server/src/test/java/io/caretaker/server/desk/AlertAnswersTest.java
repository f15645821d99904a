package io.caretaker.server.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.testkit.store.AlertSamples;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.testkit.store.InventorySamples;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertAnswersTest {
    private static final Instant BEGAN = Instant.parse("2026-01-31T10:00:00Z");
    private static final String ANNA = "api:anna";

    private final InMemoryStore store = new InMemoryStore();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(BEGAN.plus(Duration.ofMinutes(10)));
    private final Inventory inventory =
            Inventory.of(
                    List.of(InventorySamples.host("db-1")),
                    List.of(InventorySamples.plainService("service-of-a-7f3a90c1", "db-1")),
                    List.of());
    private final AlertAnswers answers =
            new AlertAnswers(() -> store, () -> inventory, now::get, ZoneOffset.UTC);
    private final AlertQuestions questions =
            new AlertQuestions(() -> store, () -> inventory, now::get);

    @BeforeEach
    void two_fire_and_one_is_over() {
        store.alerts()
                .write(
                        List.of(
                                AlertSamples.alert("a-7f3a90c1", BEGAN),
                                AlertSamples.alert("a-7f02b1d4", BEGAN.plusSeconds(60)),
                                AlertSamples.ended("a-11223344", BEGAN, BEGAN.plusSeconds(90))),
                        List.of());
    }

    @Test
    void an_alert_is_found_by_a_beginning_that_no_other_has() {
        assertThat(questions.find("7f3").alert().id()).isEqualTo("a-7f3a90c1");
        assertProblem(() -> questions.find("7f"), ProblemCode.INVALID, "begins 2 of them");
        assertProblem(() -> questions.find("99"), ProblemCode.NOT_FOUND, "alert '99'");
    }

    @Test
    void open_alerts_are_listed_the_newest_first_and_what_is_over_only_when_asked_for() {
        assertThat(ids(AlertFilter.OPEN)).containsExactly("a-7f02b1d4", "a-7f3a90c1");
        assertThat(ids(new AlertFilter(AlertMatcher.ALL, null, true, null)))
                .containsExactly("a-7f02b1d4", "a-7f3a90c1", "a-11223344");
        assertThat(ids(new AlertFilter(AlertMatcher.ALL, null, true, Duration.ofMinutes(1))))
                .containsExactly("a-7f02b1d4", "a-7f3a90c1");
        assertThat(ids(new AlertFilter(AlertMatcher.ALL, AlertFilter.State.RESOLVED, false, null)))
                .containsExactly("a-11223344");
    }

    @Test
    void alerts_are_chosen_by_words() {
        assertThat(ids(chosen(Map.of("host", List.of("db-1"))))).containsExactly("a-7f3a90c1");
        assertThat(ids(chosen(Map.of("rule", List.of("service_down"))))).hasSize(2);
        assertThat(ids(chosen(Map.of("severity", List.of("low"))))).isEmpty();
        assertProblem(
                () -> questions.list(chosen(Map.of("host", List.of("db-2")))),
                ProblemCode.NOT_FOUND,
                "host 'db-2' does not exist");
        assertProblem(
                () -> AlertChoice.of(Map.of("rule", List.of("service_dawn"))),
                ProblemCode.INVALID,
                "there is no rule 'service_dawn'");
        assertProblem(
                () -> AlertChoice.of(Map.of("hots", List.of("db-1"))),
                ProblemCode.INVALID,
                "alerts are not chosen by 'hots'");
        assertProblem(
                () -> AlertChoice.of(Map.of("severity", List.of("worst"))),
                ProblemCode.INVALID,
                "there is no severity 'worst'");
    }

    @Test
    void who_sees_to_an_alert_is_kept_and_written_down() {
        Instant until = now.get().plus(Duration.ofHours(2));
        answers.acknowledge(List.of("7f3"), until, "new disk", ANNA);

        AlertView view = questions.find("7f3");
        assertThat(view.acknowledged()).isTrue();
        assertThat(view.word())
                .isNotNull()
                .satisfies(word -> assertThat(word.by()).isEqualTo(ANNA))
                .satisfies(word -> assertThat(word.until()).isEqualTo(until));
        assertThat(audited())
                .containsExactly(
                        "api:anna alert.acknowledge a-7f3a90c1 until " + until + ": new disk");
    }

    @Test
    void saying_it_again_without_a_comment_keeps_the_same_persons_comment() {
        answers.acknowledge(List.of("7f3"), null, "new disk", ANNA);
        answers.acknowledge(List.of("7f3"), null, "", ANNA);
        assertThat(comment()).isEqualTo("new disk");

        answers.acknowledge(List.of("7f3"), null, "", "api:ben");
        assertThat(comment()).isEmpty();
    }

    @Test
    void nobody_sees_to_what_is_over_and_nothing_is_said_to_the_others() {
        assertProblem(
                () -> answers.acknowledge(List.of("7f3", "1122"), null, "", ANNA),
                ProblemCode.DENIED,
                "a-11223344 is already over since 2026-01-31 10:01:30");
        assertThat(questions.find("7f3").acknowledged()).isFalse();
        assertThat(audited()).isEmpty();
    }

    @Test
    void a_word_is_taken_back() {
        answers.acknowledge(List.of("7f3"), null, "", ANNA);
        assertThat(answers.unacknowledge(List.of("7f3"), "api:ben")).containsExactly("a-7f3a90c1");
        assertThat(questions.find("7f3").acknowledged()).isFalse();
        assertThat(audited().getFirst()).startsWith("api:ben alert.unacknowledge a-7f3a90c1");
        assertProblem(
                () -> answers.unacknowledge(List.of("7f3"), ANNA),
                ProblemCode.NOT_FOUND,
                "nobody said that they see to a-7f3a90c1");
    }

    @Test
    void a_muted_alert_is_lifted_by_its_own_id() {
        Mute mute = answers.mute("7f3", null, "moving", ANNA);
        assertThat(questions.find("7f3").muted()).isTrue();
        assertThat(questions.find("7f02").muted()).isFalse();
        assertThat(questions.mutes(false)).containsExactly(mute);

        assertThat(answers.unmute(List.of("7f3"), ANNA)).containsExactly(mute);
        assertThat(questions.mutes(true)).isEmpty();
        assertThat(audited()).hasSize(2).allMatch(each -> each.contains(mute.id()));
        assertProblem(
                () -> answers.unmute(List.of("7f3"), ANNA),
                ProblemCode.NOT_FOUND,
                "a-7f3a90c1 is not muted");
    }

    @Test
    void what_mutes_more_than_one_alert_is_lifted_by_its_own_id_only() {
        Mute all = answers.mute(AlertMatcher.ALL, null, "", ANNA);
        assertProblem(
                () -> answers.unmute(List.of("7f3"), ANNA),
                ProblemCode.DENIED,
                "a-7f3a90c1 is muted with others: everything");
        assertThat(answers.unmute(List.of(all.id()), ANNA)).containsExactly(all);
    }

    @Test
    void a_mute_names_services_by_id_however_they_were_typed() {
        var typed =
                new AlertMatcher(
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of("service-of-a-7f3a90c1"),
                        Set.of("db-1"),
                        Set.of());
        Mute mute = answers.mute(typed, now.get().plusSeconds(60), "", ANNA);
        assertThat(mute.matcher().words()).isEqualTo("service service-of-a-7f3a90c1, host db-1");
        now.set(now.get().plusSeconds(61));
        assertThat(questions.mutes(false)).isEmpty();
        assertThat(questions.mutes(true)).containsExactly(mute);
    }

    @Test
    void alerts_and_messages_are_counted() {
        Alert first = AlertSamples.alert("a-7f3a90c1", BEGAN);
        var sent = AlertSamples.sent(AlertSamples.message("n-1", "mail", BEGAN, first), BEGAN);
        var dead =
                new Delivery(
                        AlertSamples.message("n-2", "pager", BEGAN.plusSeconds(1), first),
                        Delivery.State.DEAD,
                        3,
                        BEGAN,
                        BEGAN,
                        "550 no such user");
        store.alerts().write(List.of(), List.of(sent, dead));
        answers.acknowledge(List.of("7f3"), null, "", ANNA);
        answers.mute("7f02", null, "", ANNA);

        assertThat(questions.counts(1)).isEqualTo(new AlertCounts(1, 2, 1, 1, 0, 1));
        assertThat(history(null, null, null)).containsExactly("n-2", "n-1");
        assertThat(history("mail", null, null)).containsExactly("n-1");
        assertThat(history(null, "7f3", null)).containsExactly("n-2", "n-1");
        assertThat(history(null, null, Delivery.State.DEAD)).containsExactly("n-2");
        assertThat(history("chat", null, null)).isEmpty();
        assertProblem(() -> history("mial", null, null), ProblemCode.NOT_FOUND, "channel 'mial'");
    }

    private List<String> history(
            @Nullable String channel, @Nullable String alert, Delivery.@Nullable State result) {
        var filter = new AlertQuestions.HistoryFilter(null, channel, alert, result, 50);
        return questions.history(filter, List.of("mail", "chat")).stream()
                .map(each -> each.message().id())
                .toList();
    }

    private static AlertFilter chosen(Map<String, List<String>> values) {
        return new AlertFilter(AlertChoice.of(values), null, false, null);
    }

    private List<String> ids(AlertFilter filter) {
        return questions.list(filter).stream().map(view -> view.alert().id()).toList();
    }

    private String comment() {
        return Objects.requireNonNull(questions.find("7f3").word()).comment();
    }

    private List<String> audited() {
        return store.audit().recent(null, 10).stream()
                .map(AuditLog.AuditRecord::entry)
                .map(AlertAnswersTest::line)
                .toList();
    }

    private static String line(AuditEntry entry) {
        return String.join(" ", entry.actor(), entry.action(), entry.target(), entry.message());
    }

    private static void assertProblem(ThrowingCallable call, ProblemCode code, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(code);
                            assertThat(problem.message()).contains(words);
                        });
    }
}
