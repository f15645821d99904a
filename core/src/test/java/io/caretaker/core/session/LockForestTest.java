package io.caretaker.core.session;

import static io.caretaker.core.session.Someone.active;
import static io.caretaker.core.session.Someone.inTransaction;
import static io.caretaker.core.session.Someone.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LockForestTest {
    private static final int LONG = 5_000;

    @Test
    void nobody_who_waits_for_nobody_stands_in_it() {
        assertThat(forest(active("1", 9), inTransaction("2", 9))).isEmpty();
    }

    @Test
    void a_chain_is_one_tree() {
        assertThat(forest(waiting("3", 5, "2"), inTransaction("1", 9), waiting("2", 7, "1")))
                .isEqualTo("1(2(3))");
    }

    @Test
    void those_who_wait_longest_stand_first() {
        assertThat(
                        forest(
                                active("1", 9),
                                waiting("2", 5, "1"),
                                waiting("3", 7, "1"),
                                waiting("4", 6, "1")))
                .isEqualTo("1(3 4 2)");
    }

    @Test
    void the_tree_with_most_behind_it_stands_first() {
        assertThat(
                        forest(
                                active("1", 9),
                                waiting("2", 5, "1"),
                                active("3", 9),
                                waiting("4", 5, "3"),
                                waiting("5", 5, "4")))
                .isEqualTo("3(4(5)) 1(2)");
    }

    @Test
    void who_waits_for_several_stands_once_and_names_the_others() {
        assertThat(
                        forest(
                                active("1", 9),
                                active("2", 9),
                                waiting("3", 5, "1", "2"),
                                waiting("4", 4, "2", "3")))
                .isEqualTo("1(3+2(4+2)) 2");
    }

    @Test
    void a_blocker_that_has_ended_since_blocks_nobody() {
        assertThat(forest(waiting("1", 5, "99"), waiting("2", 4, "1", "99"))).isEqualTo("1(2)");
    }

    @Test
    void who_is_said_to_wait_for_himself_does_not() {
        assertThat(forest(waiting("1", 5, "1"))).isEmpty();
    }

    @Test
    void a_circle_has_one_root_which_names_whom_it_waits_for() {
        assertThat(forest(waiting("1", 5, "2"), waiting("2", 4, "1"), waiting("3", 3, "2")))
                .isEqualTo("1+2(2(3))");
    }

    @Test
    void who_waits_for_a_circle_is_no_root_even_when_seen_first() {
        assertThat(
                        forest(
                                waiting("9", 1, "8"),
                                waiting("8", 2, "1"),
                                waiting("1", 5, "2"),
                                waiting("2", 4, "1")))
                .isEqualTo("1+2(2 8(9))");
    }

    @Test
    void two_circles_are_two_trees() {
        assertThat(
                        forest(
                                waiting("1", 5, "2"),
                                waiting("2", 5, "1"),
                                waiting("3", 5, "4"),
                                waiting("4", 5, "3")))
                .isEqualTo("1+2(2) 3+4(4)");
    }

    @Test
    void a_chain_of_thousands_overflows_no_stack() {
        var all = new ArrayList<Someone>(List.of(active("0", 9)));
        for (int i = 1; i < LONG; i++) {
            all.add(waiting(i + "", LONG - i, i - 1 + ""));
        }

        LockTree tree = LockForest.of(Someone.snapshot(all)).getFirst();

        assertThat(tree.waiting()).isEqualTo(LONG - 1);
        assertThat(tree.longestWait()).isEqualTo(Duration.ofSeconds(LONG - 1));
        assertThat(tree.all().getLast().session().id()).isEqualTo(LONG - 1 + "");
        assertThat(tree.toString()).contains("waiting=" + (LONG - 1));
    }

    @Test
    void a_circle_of_thousands_overflows_no_stack() {
        var all = new ArrayList<Someone>();
        for (int i = 0; i < LONG; i++) {
            all.add(waiting(i + "", 1, (i + 1) % LONG + ""));
        }

        List<LockTree> forest = LockForest.of(Someone.snapshot(all));

        assertThat(forest).hasSize(1);
        assertThat(forest.getFirst().waiting()).isEqualTo(LONG - 1);
    }

    @Test
    void whatever_waits_for_whomever_everyone_who_waits_stands_in_it_once() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int count = 2 + random.nextInt(12);
            List<Someone> all =
                    IntStream.range(0, count).mapToObj(i -> anyone(random, i + "", count)).toList();
            var seen = new ArrayList<String>();
            LockForest.of(Someone.snapshot(all)).stream()
                    .flatMap(tree -> tree.all().stream())
                    .forEach(tree -> seen.add(tree.session().id()));

            assertThat(seen).as("seed %d", seed).hasSameSizeAs(new HashSet<>(seen));
            assertThat(seen).as("seed %d", seed).containsAll(entangled(all));
        }
    }

    private static Someone anyone(Random random, String id, int count) {
        String[] blockers =
                random.ints(random.nextInt(3), 0, count + 1)
                        .mapToObj(Integer::toString)
                        .filter(blocker -> !blocker.equals(id))
                        .distinct()
                        .toArray(String[]::new);
        return blockers.length == 0 ? active(id, 9) : waiting(id, random.nextInt(9), blockers);
    }

    /// Those who wait for somebody who is there.
    private static List<String> entangled(List<Someone> all) {
        List<String> ids = all.stream().map(Someone::id).toList();
        return all.stream()
                .filter(each -> each.blockedBy().stream().anyMatch(ids::contains))
                .map(Someone::id)
                .toList();
    }

    private static String forest(Someone... all) {
        return LockForest.of(Someone.snapshot(List.of(all))).stream()
                .map(LockForestTest::words)
                .collect(Collectors.joining(" "));
    }

    private static String words(LockTree tree) {
        String others =
                tree.alsoBlockedBy().stream().map(id -> "+" + id).collect(Collectors.joining());
        String behind =
                tree.behind().stream().map(LockForestTest::words).collect(Collectors.joining(" "));
        return tree.session().id() + others + (behind.isEmpty() ? "" : "(" + behind + ")");
    }
}
