package io.caretaker.server.keep;

import static io.caretaker.testkit.store.HistorySamples.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.Verification.Intact;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyStoreTest {
    private static final ServiceId S1 = new ServiceId("s1");
    private static final long ENOUGH = 256 << 20;

    @TempDir Path directory;
    private final BreakableStore real = new BreakableStore();
    private final List<Notice> notices = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private SteadyStore open(long mostBytes) {
        return SteadyStore.opened(
                () -> {
                    real.verify();
                    return real;
                },
                directory,
                mostBytes,
                notices::add,
                () -> now);
    }

    private SteadyStore open() {
        return open(ENOUGH);
    }

    /// Ten minutes with a result a second, and what the loops ask for.
    private List<HistoryEntry> tenMinutes(SteadyStore store) {
        var rows = new ArrayList<HistoryEntry>();
        for (int second = 0; second < 600; second++) {
            now = now.plusSeconds(1);
            rows.add(check("s1", now, second % 7 == 0 ? Status.ERROR : Status.RUNNING));
            store.history().append(List.of(rows.getLast()));
            store.inventory().revision();
            store.turn();
        }
        return rows;
    }

    @Test
    void a_store_that_is_gone_for_ten_minutes_misses_nothing_and_doubles_nothing() {
        SteadyStore store = open();
        List<HistoryEntry> before = tenMinutes(store);
        real.broken = true;
        List<HistoryEntry> during = tenMinutes(store);
        assertThat(store.waiting()).isEqualTo(600);
        real.broken = false;
        List<HistoryEntry> after = tenMinutes(store);

        var all = Stream.of(before, during, after).flatMap(List::stream).toList();
        assertThat(real.real.history().recent(S1, 9999)).isEqualTo(all.reversed());
        assertThat(real.real.history().uptimes(Instant.EPOCH)).containsEntry(S1, 85.66);
        assertThat(store.waiting()).isZero();
        assertThat(directory.resolve("waiting")).isEmptyDirectory();
    }

    @Test
    void people_are_told_once_when_it_begins_and_once_when_it_is_over() {
        SteadyStore store = open();
        real.broken = true;
        tenMinutes(store);
        assertThat(notices)
                .extracting(Notice::title)
                .hasSize(1)
                .first()
                .asString()
                .contains("go on");
        assertThat(notices.getFirst().text()).contains("wait so far");
        real.broken = false;
        tenMinutes(store);

        assertThat(notices).hasSize(2);
        assertThat(notices.getLast().title()).isEqualTo("The store answers again");
        assertThat(notices.getLast().text()).contains("nothing was lost");
    }

    @Test
    void a_hiccup_tells_nobody() {
        SteadyStore store = open();
        real.broken = true;
        store.history().append(List.of(check("s1", now, Status.RUNNING)));
        real.broken = false;
        now = now.plusSeconds(2);

        assertThat(store.turn()).isTrue();
        assertThat(notices).isEmpty();
        assertThat(real.real.history().recent(S1, 9)).hasSize(1);
    }

    @Test
    void nobody_but_the_turn_asks_a_store_that_is_gone() {
        SteadyStore store = open();
        real.broken = true;
        store.recovery().write(RecoveryState.fresh(S1));
        int before = real.calls.get();

        store.recovery().write(RecoveryState.fresh(S1));
        store.audit().append(entry("restarted"));
        store.history().append(List.of(check("s1", now, Status.RUNNING)));

        assertThat(real.calls.get()).isEqualTo(before);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> store.history().recent(S1, 1))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNREACHABLE));
    }

    @Test
    void healing_remembers_its_attempts_without_the_store_and_the_store_learns_of_them() {
        SteadyStore store = open();
        real.broken = true;
        var attempt = new RecoveryState(S1, 2, now, now.plusSeconds(60), false, false, null);

        store.recovery().write(RecoveryState.fresh(S1));
        store.audit().append(entry("first"));
        store.recovery().write(attempt);
        store.audit().append(entry("second"));
        store.states().write(List.of(ServiceState.unseen(S1)));

        assertThat(store.recovery().states()).containsEntry(S1, attempt);
        back(store);
        assertThat(real.real.recovery().states()).containsEntry(S1, attempt);
        assertThat(real.real.audit().after(0, 9))
                .extracting(record -> record.entry().message())
                .containsExactly("first", "second");
        assertThat(real.real.audit().verify()).isEqualTo(new Intact(2));
        assertThat(real.real.states().read()).containsKey(S1);
    }

    private void back(SteadyStore store) {
        real.broken = false;
        real.left.set(Integer.MAX_VALUE);
        now = now.plusSeconds(60);
        assertThat(store.turn()).isTrue();
    }

    @Test
    void a_daemon_that_was_killed_meanwhile_leaves_what_waits_to_the_next_one() throws IOException {
        SteadyStore first = open();
        first.inventory().read();
        first.recovery().pause();
        first.turn();
        real.broken = true;
        List<HistoryEntry> rows = tenMinutes(first);
        var third = new RecoveryState(S1, 3, now, null, false, true, null);
        first.recovery().write(third);
        tear();

        SteadyStore second = open();
        assertThat(second.gone()).isTrue();
        assertThat(second.recovery().states()).containsEntry(S1, third);
        HistoryEntry last = check("s1", now.plusSeconds(1), Status.RUNNING);
        second.history().append(List.of(last));
        back(second);

        assertThat(real.real.history().recent(S1, 9999)).hasSize(601).startsWith(last);
        assertThat(real.real.history().recent(S1, 9999)).containsAll(rows);
        assertThat(real.real.recovery().states()).containsEntry(S1, third);
    }

    /// What a kill in the middle of a line leaves.
    private void tear() throws IOException {
        try (var files = Files.list(directory.resolve("waiting"))) {
            Path newest = files.max(Path::compareTo).orElseThrow();
            Files.write(
                    newest,
                    "0badc0de{\"waiting\":\"ro".getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.APPEND);
        }
    }

    @Test
    void what_an_earlier_daemon_left_is_brought_in_at_the_start() {
        SteadyStore first = open();
        real.broken = true;
        first.audit().append(entry("killed after this"));
        real.broken = false;

        SteadyStore second = open();

        assertThat(second.gone()).isFalse();
        assertThat(real.real.audit().after(0, 9)).hasSize(1);
    }

    @Test
    void a_store_that_goes_again_while_it_is_told_what_waited_doubles_nothing() {
        SteadyStore store = open();
        real.broken = true;
        for (int i = 0; i < 5; i++) {
            store.audit().append(entry("number " + i));
            store.history().append(List.of(check("s1", now.plusSeconds(i), Status.RUNNING)));
        }
        real.broken = false;
        real.left.set(5);
        now = now.plusSeconds(60);
        assertThat(store.turn()).isFalse();
        assertThat(real.real.audit().after(0, 99)).hasSizeBetween(1, 4);
        back(store);

        assertThat(real.real.audit().after(0, 99)).hasSize(5);
        assertThat(real.real.history().recent(S1, 99)).hasSize(5);
    }

    @Test
    void too_much_drops_the_oldest_counts_it_and_says_so() {
        SteadyStore store = open(100_000);
        real.broken = true;
        List<HistoryEntry> rows = tenMinutes(store);
        long dropped = store.dropped();
        back(store);

        assertThat(dropped).isPositive();
        assertThat(real.real.history().recent(S1, 9999))
                .isEqualTo(rows.subList((int) dropped, 600).reversed());
        assertThat(notices).extracting(Notice::title).hasSize(4);
        assertThat(notices.get(1).text()).contains("of the oldest are lost");
        assertThat(notices.getLast().text()).contains(dropped + " had been given up");
    }

    @Test
    void where_nothing_can_be_written_things_wait_in_memory() throws IOException {
        SteadyStore store = open();
        Files.writeString(directory.resolve("waiting"), "in the way");
        real.broken = true;
        List<HistoryEntry> rows = tenMinutes(store);
        assertThat(store.waiting()).isEqualTo(600);
        back(store);

        assertThat(real.real.history().recent(S1, 9999)).isEqualTo(rows.reversed());
    }

    @Test
    void it_starts_without_the_store_from_its_local_copy() {
        SteadyStore first = open();
        real.real.recovery().pause(new Pause("cli:anna", "moving", now, null));
        first.inventory().revision();
        first.inventory().read();
        first.recovery().pause();
        first.turn();
        real.broken = true;

        SteadyStore second = open();

        assertThat(second.gone()).isTrue();
        assertThat(second.inventory().read().services()).isEmpty();
        assertThat(second.recovery().pause()).isPresent();
        assertThat(second.states().read()).isEmpty();
        back(second);
        assertThat(second.gone()).isFalse();
    }

    @Test
    void without_a_local_copy_it_says_that_the_store_is_out_of_reach() {
        real.broken = true;

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(this::open)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNREACHABLE));
    }

    private AuditEntry entry(String message) {
        return new AuditEntry(
                now,
                "caretaker",
                "recovery.restart",
                "s1",
                true,
                message,
                Duration.ofMillis(7),
                java.util.Map.of("reason", "\"down\"\n"));
    }
}
