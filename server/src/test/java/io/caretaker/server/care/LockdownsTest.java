package io.caretaker.server.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.change.ChangeJournal;
import io.caretaker.testkit.store.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockdownsTest {
    @TempDir Path directory;

    @Test
    void the_damage_of_one_servers_journal_does_not_hide_anothers_lockdown() throws Exception {
        var journal = new ChangeJournal(directory);
        journal.begin(change("one"));
        journal.begin(change("two"));
        Files.writeString(directory.resolve("one.jsonl"), "{torn}\n", StandardOpenOption.APPEND);
        var lockdowns = new Lockdowns(journal, () -> Inventory.EMPTY);
        assertThat(lockdowns.inForce(Samples.plainService("svc_two", "host_a"))).isPresent();
        assertThat(lockdowns.inForce(Samples.plainService("svc_three", "host_a"))).isEmpty();
        assertThatThrownBy(() -> lockdowns.inForce(Samples.plainService("svc_one", "host_a")))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.STORE_CORRUPT));
    }

    private static Change change(String name) {
        return new Change(
                new ChangeId(name),
                Lockdowns.KIND,
                "postgresql:" + name,
                "svc_" + name,
                "cli:anna",
                Samples.NOW,
                List.of());
    }
}
