package io.caretaker.server.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeId;
import io.caretaker.core.change.ChangeState;
import io.caretaker.core.change.ChangeStatus;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeRunnerTest {
    private static final Map<String, String> CLOSED =
            Map.of("a", "closed", "b", "closed", "c", "closed", "d", "closed");

    @TempDir Path directory;
    private final World world = new World();
    private final Map<String, String> before = new TreeMap<>(world.settings);

    private ChangeJournal journal(String name) {
        return new ChangeJournal(directory.resolve(name));
    }

    private static ChangeRunner runner(ChangeJournal journal) {
        return new ChangeRunner(journal, () -> Instant.parse("2026-01-02T03:05:00Z"));
    }

    @Test
    void a_change_is_applied_and_undone_from_what_was_found() throws Exception {
        ChangeJournal journal = journal("plain");
        ChangeState applied = runner(journal).apply(world.change("one"), world);
        assertThat(applied.status()).isEqualTo(ChangeStatus.APPLIED);
        assertThat(world.settings).isEqualTo(CLOSED);
        assertThat(world.written).containsExactly("a=closed", "b=closed", "d=closed");
        assertThat(journal.open()).containsExactly(applied);

        ChangeState undone = runner(journal).undo(applied, "test", "released", world);
        assertThat(undone.status()).isEqualTo(ChangeStatus.UNDONE);
        assertThat(world.settings).isEqualTo(before);
        assertThat(journal.open()).isEmpty();
        assertThat(journal.closed()).containsExactly(undone);
    }

    @Test
    void a_link_in_the_place_of_the_lock_is_not_followed() throws Exception {
        Path precious = Files.writeString(directory.resolve("precious"), "words");
        Path changes = Files.createDirectories(directory.resolve("links"));
        Files.createSymbolicLink(changes.resolve("target.lock"), precious);
        assertThatThrownBy(() -> TargetLock.take(changes, "target"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem ->
                                assertThat(problem.code()).isEqualTo(ProblemCode.STORE_UNWRITABLE));
        assertThat(precious).hasContent("words");
    }

    @Test
    void killed_at_every_instant_it_is_resumed_and_no_step_is_done_twice() throws Exception {
        int instants = 0;
        boolean survived = false;
        while (!survived) {
            reset();
            ChangeJournal journal = journal("resume-" + instants);
            survived = dies(instants, journal, false);
            ChangeState end = runner(journal).apply(world.change("second"), world);
            assertThat(end.status())
                    .as("killed after %s", instants)
                    .isEqualTo(ChangeStatus.APPLIED);
            assertThat(world.settings).isEqualTo(CLOSED);
            assertThat(world.written).doesNotHaveDuplicates();
            assertThat(journal.open()).hasSize(1);
            runner(journal).undo(end, "test", "released", world);
            assertThat(world.settings).as("killed after %s", instants).isEqualTo(before);
            instants++;
        }
        assertThat(instants).isGreaterThan(10);
    }

    @Test
    void killed_at_every_instant_it_can_be_undone_instead() throws Exception {
        int instants = 0;
        boolean survived = false;
        while (!survived) {
            reset();
            ChangeJournal journal = journal("undo-" + instants);
            survived = dies(instants, journal, true);
            for (ChangeState open : journal.open()) {
                runner(journal).undo(open, "test", "released", world);
            }
            assertThat(world.settings).as("killed after %s", instants).isEqualTo(before);
            assertThat(journal.open()).isEmpty();
            instants++;
        }
    }

    @Test
    void killed_at_every_instant_of_undoing_the_rest_is_undone() throws Exception {
        int instants = 0;
        boolean survived = false;
        while (!survived) {
            reset();
            ChangeJournal journal = journal("undoing-" + instants);
            ChangeState applied = runner(journal).apply(world.change("first"), world);
            world.killedAfter(instants);
            try {
                runner(journal).undo(applied, "test", "released", world);
            } catch (World.Killed _) {
                // As planned.
            }
            survived = world.survived();
            world.killedAfter(Integer.MAX_VALUE);
            // Whoever asks for the change again while it is being undone gets it undone.
            for (ChangeState open : journal.open()) {
                runner(journal).resume(open, "test", world);
            }
            assertThat(world.settings).as("killed after %s", instants).isEqualTo(before);
            assertThat(journal.open()).isEmpty();
            instants++;
        }
    }

    /// Whether it survived.
    private boolean dies(int instants, ChangeJournal journal, boolean torn) throws Exception {
        world.killedAfter(instants);
        try {
            runner(journal).apply(world.change("first"), world);
        } catch (World.Killed _) {
            if (torn) {
                tear(journal);
            }
        }
        boolean survived = world.survived();
        world.killedAfter(Integer.MAX_VALUE);
        return survived;
    }

    /// A line was on its way to the disk.
    private static void tear(ChangeJournal journal) throws IOException {
        Files.writeString(
                journal.directory().resolve("first.jsonl"),
                "{\"at\":\"2026-01-02T03:05:00Z\",\"entry\":\"do",
                StandardOpenOption.APPEND);
    }

    private void reset() {
        world.settings.putAll(before);
        world.written.clear();
    }

    @Test
    void steps_that_keep_failing_turn_it_back() throws Exception {
        world.refusing.add("d");
        ChangeState end = runner(journal("failing")).apply(world.change("one"), world);
        assertThat(end.status()).isEqualTo(ChangeStatus.UNDONE);
        assertThat(end.reason()).contains("d is refused");
        assertThat(world.settings).isEqualTo(before);
    }

    @Test
    void undoing_that_keeps_failing_stops_and_goes_on_later() throws Exception {
        ChangeJournal journal = journal("stuck");
        ChangeState applied = runner(journal).apply(world.change("one"), world);
        world.refusing.add("b");
        ChangeState stuck = runner(journal).undo(applied, "test", "released", world);
        assertThat(stuck.status()).isEqualTo(ChangeStatus.UNDOING);
        assertThat(world.settings).containsEntry("a", "closed").containsEntry("d", "5");
        world.refusing.clear();
        runner(journal).undo(stuck, "test", "released", world);
        assertThat(world.settings).isEqualTo(before);
    }

    @Test
    void what_others_changed_meanwhile_stays_and_is_said() throws Exception {
        ChangeJournal journal = journal("meanwhile");
        ChangeState applied = runner(journal).apply(world.change("one"), world);
        world.settings.put("b", "7");
        ChangeState undone = runner(journal).undo(applied, "test", "released", world);
        assertThat(world.settings).containsEntry("b", "7").containsEntry("a", "open");
        assertThat(undone.notes()).containsExactly("b was changed meanwhile");
    }

    @Test
    void two_runs_on_one_target_take_turns() {
        ChangeJournal journal = journal("two");
        try (TargetLock _ = TargetLock.take(journal.directory(), "world:1")) {
            assertThatThrownBy(() -> runner(journal).apply(world.change("one"), world))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.LOCKED));
        }
        assertThat(world.written).isEmpty();
    }

    @Test
    void undone_twice_is_no_harm() throws Exception {
        ChangeJournal journal = journal("twice");
        ChangeState applied = runner(journal).apply(world.change("one"), world);
        runner(journal).undo(applied, "test", "released", world);
        world.settings.put("a", "by hand");
        runner(journal).undo(applied, "test", "released", world);
        assertThat(world.settings).containsEntry("a", "by hand");
    }

    @Test
    void the_state_file_tells_what_was_there_before() throws Exception {
        ChangeJournal journal = journal("state");
        runner(journal).apply(world.change("one"), world);
        assertThat(journal.directory().resolve("one.json"))
                .content()
                .contains("\"status\":\"applied\"", "\"before\":{\"value\":\"half\"}");
        assertThat(Files.getPosixFilePermissions(journal.directory().resolve("one.jsonl")))
                .hasSize(2);
    }

    @Test
    void a_damaged_journal_is_no_reason_to_go_on_blindly() throws Exception {
        ChangeJournal journal = journal("damaged");
        runner(journal).apply(world.change("one"), world);
        damage(journal.directory().resolve("one.jsonl"), 2);
        assertThatThrownBy(journal::open)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
    }

    @Test
    void a_damaged_journal_stands_in_the_way_of_its_own_server_only() throws Exception {
        ChangeJournal journal = journal("beside");
        runner(journal).apply(world.change("one"), world);
        damage(journal.directory().resolve("one.jsonl"), 2);
        assertThat(journal.open(each -> each.target().equals("world:2"))).isEmpty();
        var other =
                new Change(
                        new ChangeId("two"),
                        "closing",
                        "world:2",
                        "other",
                        "test",
                        Instant.parse("2026-03-01T12:00:00Z"),
                        List.of());
        assertThat(runner(journal).apply(other, world).status()).isEqualTo(ChangeStatus.APPLIED);
        assertThatThrownBy(() -> runner(journal).apply(world.change("three"), world))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
    }

    @Test
    void a_journal_that_does_not_tell_its_plan_may_be_anybodys() throws Exception {
        ChangeJournal journal = journal("nobody");
        runner(journal).apply(world.change("one"), world);
        damage(journal.directory().resolve("one.jsonl"), 0);
        assertThatThrownBy(() -> journal.open(_ -> false))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
    }

    @Test
    void bytes_that_are_no_text_are_damage_of_their_line() throws Exception {
        ChangeJournal journal = journal("bytes");
        runner(journal).apply(world.change("one"), world);
        Path file = journal.directory().resolve("one.jsonl");
        byte[] bytes = Files.readAllBytes(file);
        // Within the last line's text, where it would be read as another word.
        bytes[bytes.length - 6] = (byte) 0xff;
        Files.write(file, bytes);
        assertThat(journal.open(_ -> false)).isEmpty();
        assertThatThrownBy(journal::open)
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
    }

    @Test
    void what_is_over_is_kept_for_a_year_and_the_newest_for_ever() throws Exception {
        ChangeJournal journal = journal("old");
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        for (int i = 0; i < ChangeJournal.KEPT + 5; i++) {
            closed(journal, "old-" + i, now.minus(ChangeJournal.KEPT_FOR).minusSeconds(60 + i));
        }
        assertThat(journal.prune(now)).isEqualTo(5);
        assertThat(journal.closed()).hasSize(ChangeJournal.KEPT);
        assertThat(journal.directory().resolve("closed/old-0.json")).exists();
        assertThat(journal.directory().resolve("closed/old-54.json")).doesNotExist();
        for (int i = 0; i < 10; i++) {
            closed(journal, "new-" + i, now.minusSeconds(i));
        }
        assertThat(journal.prune(now)).isEqualTo(10);
        assertThat(journal.prune(now)).isZero();
        assertThat(journal("never").prune(now)).isZero();
    }

    private void closed(ChangeJournal journal, String name, Instant at) throws Exception {
        ChangeState applied = runner(journal).apply(world.change(name), world);
        runner(journal).undo(applied, "test", "released", world);
        Files.setLastModifiedTime(
                journal.directory().resolve("closed").resolve(name + ".jsonl"), FileTime.from(at));
    }

    private static void damage(Path file, int line) throws IOException {
        List<String> lines = Files.readAllLines(file);
        lines.set(line, "{\"nonsense\":");
        Files.write(file, lines);
    }
}
