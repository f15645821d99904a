package io.caretaker.testkit.store;

import static io.caretaker.testkit.store.HistorySamples.check;
import static io.caretaker.testkit.store.HistorySamples.full;
import static io.caretaker.testkit.store.HistorySamples.recovery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.check.HistoryStore.HourlyRollup;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [HistoryStore] does.
public abstract class HistoryStoreContract extends StoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final Duration DAY = Duration.ofDays(1);
    private static final ServiceId S1 = new ServiceId("s1");
    private static final ServiceId S2 = new ServiceId("s2");
    private static final HostId H1 = new HostId("h1");

    private HistoryStore history() {
        return store().history();
    }

    @Test
    void a_new_store_has_no_history() {
        assertThat(history().recent(S1, 10)).isEmpty();
        assertThat(history().recent(H1, 10)).isEmpty();
        assertThat(history().failures(Instant.EPOCH, 10)).isEmpty();
        assertThat(history().rollups(S1, Instant.EPOCH, NOW)).isEmpty();
        assertThat(history().uptimes(Instant.EPOCH)).isEmpty();
        assertThat(history().expire(NOW, NOW)).isZero();
        history().append(List.of());
    }

    @Test
    void rows_are_read_back_whole_by_every_handle() {
        HistoryEntry full = full("s1", NOW);
        HistoryEntry plain = check("s1", NOW.plusSeconds(1), Status.RUNNING);
        HistoryEntry recovery = recovery("s1", NOW.plusSeconds(2));

        history().append(List.of(full, plain, recovery));

        assertThat(history().recent(S1, 10)).containsExactly(recovery, plain, full);
        assertThat(another().history().recent(S1, 10)).containsExactly(recovery, plain, full);
        assertThat(history().recent(S1, 10).getLast().metrics().values().keySet())
                .containsExactlyElementsOf(kept(full.metrics().values().keySet()));
    }

    /// The order in which the store gives the names of metrics back: as they were read.
    protected List<String> kept(Collection<String> names) {
        return List.copyOf(names);
    }

    @Test
    void the_newest_rows_of_a_service_are_found_over_days() {
        List<HistoryEntry> rows =
                LongStream.range(0, 100)
                        .mapToObj(i -> check("s1", NOW.plus(Duration.ofHours(i)), Status.RUNNING))
                        .toList();
        history().append(rows);
        history().append(List.of(check("s2", NOW.plus(Duration.ofHours(200)), Status.RUNNING)));

        assertThat(history().recent(S1, 50)).isEqualTo(rows.reversed().subList(0, 50));
        assertThat(history().recent(S1, 1000)).isEqualTo(rows.reversed());
        assertThat(history().recent(S1, 0)).isEmpty();
    }

    @Test
    void the_rows_of_a_host_are_those_of_the_services_while_they_ran_there() {
        HistoryEntry onFirst = check("s1", "h1", NOW, Status.RUNNING);
        HistoryEntry onSecond = check("s1", "h2", NOW.plusSeconds(1), Status.RUNNING);
        HistoryEntry other = check("s2", "h1", NOW.plusSeconds(2), Status.STOPPED);
        HistoryEntry dayBefore = check("s2", "h1", NOW.minus(DAY), Status.RUNNING);

        history().append(List.of(onFirst, onSecond, other, dayBefore));

        assertThat(history().recent(H1, 10)).containsExactly(other, onFirst, dayBefore);
        assertThat(history().recent(H1, 2)).containsExactly(other, onFirst);
        assertThat(history().recent(new HostId("h2"), 10)).containsExactly(onSecond);
        assertThat(history().recent(S1, 10)).containsExactly(onSecond, onFirst);
    }

    @Test
    void rows_before_an_instant_are_found_over_days() {
        List<HistoryEntry> rows =
                LongStream.range(0, 100)
                        .mapToObj(i -> check("s1", NOW.plus(Duration.ofHours(i)), Status.RUNNING))
                        .toList();
        history().append(rows);

        Instant end = NOW.plus(Duration.ofHours(40));
        assertThat(history().recent(S1, end, 3)).isEqualTo(rows.subList(37, 40).reversed());
        assertThat(history().recent(S1, end.plusMillis(1), 1)).containsExactly(rows.get(40));
        assertThat(history().recent(S1, end, 1000)).isEqualTo(rows.subList(0, 40).reversed());
        assertThat(history().recent(S1, NOW, 10)).isEmpty();
        assertThat(history().recent(S1, Instant.MAX, 1)).containsExactly(rows.getLast());
        assertThat(history().recent(H1, end, 3)).isEqualTo(rows.subList(37, 40).reversed());
        assertThat(history().recent(H1, NOW, 10)).isEmpty();
    }

    @Test
    void failures_are_rows_that_say_down() {
        HistoryEntry old = check("s1", NOW.minus(DAY), Status.ERROR);
        HistoryEntry stopped = check("s2", NOW, Status.STOPPED);
        HistoryEntry error = check("s1", NOW.plusSeconds(1), Status.ERROR);
        history().append(List.of(error, stopped, old));
        history()
                .append(
                        List.of(
                                check("s1", NOW.plusSeconds(2), Status.RUNNING),
                                check("s1", NOW.plusSeconds(3), Status.WARNING),
                                check("s1", NOW.plusSeconds(4), Status.UNKNOWN)));

        assertThat(history().failures(Instant.EPOCH, 10)).containsExactly(error, stopped, old);
        assertThat(history().failures(NOW, 10)).containsExactly(error, stopped);
        assertThat(history().failures(NOW.plusNanos(1), 10)).containsExactly(error);
        assertThat(history().failures(NOW, 1)).containsExactly(error);
    }

    @Test
    void the_same_row_counts_once_however_often_it_is_appended() {
        HistoryEntry first = check("s1", NOW, Status.RUNNING);
        HistoryEntry again = check("s1", NOW.plusNanos(999_999), Status.ERROR);

        history().append(List.of(first, first, again));
        history().append(List.of(first, check("s1", NOW.plusMillis(1), Status.ERROR)));
        another().history().append(List.of(first, again));

        assertThat(history().recent(S1, 10)).hasSize(2).last().isEqualTo(first);
        assertThat(history().rollups(S1, Instant.EPOCH, NOW.plus(DAY)))
                .singleElement()
                .satisfies(hour -> assertThat(hour.up()).isEqualTo(1))
                .satisfies(hour -> assertThat(hour.down()).isEqualTo(1));
        assertThat(history().failures(NOW, 10)).hasSize(1);
    }

    @Test
    void an_hour_is_rolled_up() {
        history()
                .append(
                        List.of(
                                check("s1", NOW, Status.RUNNING, Duration.ofMillis(10)),
                                check(
                                        "s1",
                                        NOW.plusSeconds(1),
                                        Status.WARNING,
                                        Duration.ofMillis(30)),
                                check(
                                        "s1",
                                        NOW.plusSeconds(2),
                                        Status.STOPPED,
                                        Duration.ofSeconds(5)),
                                check("s2", NOW, Status.RUNNING, Duration.ofMillis(70))));
        history()
                .append(
                        List.of(
                                check(
                                        "s1",
                                        NOW.plusSeconds(3),
                                        Status.ERROR,
                                        Duration.ofSeconds(5)),
                                check(
                                        "s1",
                                        NOW.plusSeconds(4),
                                        Status.UNKNOWN,
                                        Duration.ofSeconds(5)),
                                check(
                                        "s1",
                                        NOW.plusSeconds(3599),
                                        Status.RUNNING,
                                        Duration.ofMillis(50)),
                                recovery("s1", NOW.plusSeconds(5))));

        assertThat(history().rollups(S1, NOW, NOW.plusSeconds(1)))
                .containsExactly(
                        new HourlyRollup(
                                S1, NOW, 3, 2, 1, Duration.ofMillis(30), Duration.ofMillis(50)));
    }

    @Test
    void hours_come_oldest_first_from_inclusive_to_exclusive() {
        history()
                .append(
                        LongStream.range(0, 40)
                                .mapToObj(i -> check("s1", hours(i), Status.RUNNING))
                                .toList());

        assertThat(history().rollups(S1, hours(10), hours(30)))
                .extracting(HourlyRollup::hour)
                .containsExactlyElementsOf(LongStream.range(10, 30).mapToObj(this::hours).toList());
        assertThat(history().rollups(S1, hours(10).plusSeconds(1), hours(12)))
                .extracting(HourlyRollup::hour)
                .containsExactly(hours(11));
        assertThat(history().rollups(S2, Instant.EPOCH, hours(100))).isEmpty();
    }

    private Instant hours(long number) {
        return NOW.plus(Duration.ofHours(number));
    }

    @Test
    void an_hour_without_a_success_has_no_response_time() {
        history().append(List.of(check("s1", NOW, Status.ERROR), check("s2", NOW, Status.UNKNOWN)));

        assertThat(history().rollups(S1, NOW, NOW.plusSeconds(1)))
                .containsExactly(new HourlyRollup(S1, NOW, 0, 1, 0, null, null));
        assertThat(history().rollups(S2, NOW, NOW.plusSeconds(1)))
                .containsExactly(new HourlyRollup(S2, NOW, 0, 0, 1, null, null));
    }

    @Test
    void what_a_recovery_wrote_is_no_result_of_a_check() {
        history().append(List.of(recovery("s1", NOW)));

        assertThat(history().recent(S1, 1)).hasSize(1);
        assertThat(history().rollups(S1, Instant.EPOCH, NOW.plus(DAY))).isEmpty();
        assertThat(history().uptimes(Instant.EPOCH)).isEmpty();
    }

    @Test
    void uptime_is_the_share_of_known_results_since_the_hour_of_the_instant() {
        history()
                .append(
                        List.of(
                                check("s1", NOW.minus(DAY), Status.ERROR),
                                check("s1", hours(-1), Status.STOPPED),
                                check("s1", hours(0), Status.RUNNING),
                                check("s1", hours(12), Status.WARNING),
                                check("s1", hours(13), Status.UNKNOWN),
                                check("s2", hours(1), Status.UNKNOWN)));

        assertThat(history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 50.0));
        assertThat(history().uptimes(hours(-1).plusSeconds(1800))).isEqualTo(Map.of(S1, 66.66));
        assertThat(history().uptimes(NOW.plusSeconds(3599))).isEqualTo(Map.of(S1, 100.0));
        assertThat(history().uptimes(hours(13))).isEmpty();
        assertThat(history().uptimes(hours(1000))).isEmpty();
    }

    @Test
    void rows_expire_and_their_rollups_stay() {
        HistoryEntry kept = check("s1", NOW, Status.RUNNING);
        history()
                .append(
                        List.of(
                                check("s1", NOW.minus(DAY.multipliedBy(3)), Status.ERROR),
                                check("s1", NOW.minus(DAY.multipliedBy(2)), Status.RUNNING),
                                recovery("s1", NOW.minus(DAY.multipliedBy(2)).plusSeconds(1)),
                                kept));

        long removed = history().expire(NOW.minus(DAY), Instant.EPOCH);

        assertThat(removed).isEqualTo(3);
        assertThat(another().history().recent(S1, 10)).containsExactly(kept);
        assertThat(history().recent(H1, 10)).containsExactly(kept);
        assertThat(history().failures(Instant.EPOCH, 10)).isEmpty();
        assertThat(history().rollups(S1, Instant.EPOCH, NOW.plus(DAY))).hasSize(3);
        assertThat(history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 66.66));
        assertThat(history().expire(NOW.minus(DAY), Instant.EPOCH)).isZero();
    }

    @Test
    void rollups_expire_later_than_rows() {
        history()
                .append(
                        List.of(
                                check("s1", NOW.minus(DAY.multipliedBy(40)), Status.ERROR),
                                check("s1", NOW.minus(DAY.multipliedBy(20)), Status.RUNNING),
                                check("s1", NOW, Status.RUNNING)));

        history().expire(NOW.minus(DAY), NOW.minus(DAY.multipliedBy(30)));

        assertThat(history().rollups(S1, Instant.EPOCH, NOW.plus(DAY)))
                .extracting(HourlyRollup::hour)
                .containsExactly(NOW.minus(DAY.multipliedBy(20)), NOW);
        assertThat(history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 100.0));
    }

    @Test
    void rollups_are_kept_at_least_as_long_as_rows() {
        history().append(List.of(check("s1", NOW, Status.RUNNING)));

        history().expire(NOW.minus(DAY), NOW.plus(DAY));

        assertThat(history().rollups(S1, Instant.EPOCH, NOW.plus(DAY))).hasSize(1);
    }

    @Test
    void a_clock_that_jumps_loses_no_row() {
        HistoryEntry now = check("s1", NOW, Status.RUNNING);
        HistoryEntry early = check("s1", Instant.parse("1970-01-01T00:00:07Z"), Status.ERROR);
        HistoryEntry late = check("s1", NOW.plus(DAY.multipliedBy(400)), Status.ERROR);

        history().append(List.of(now));
        history().append(List.of(late));
        history().append(List.of(early));
        history().append(List.of(check("s1", NOW.minusSeconds(1), Status.RUNNING)));

        assertThat(history().recent(S1, 10))
                .containsExactly(
                        late, now, check("s1", NOW.minusSeconds(1), Status.RUNNING), early);
        assertThat(history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 50.0));
    }

    @Test
    void rows_of_a_day_that_has_expired_are_taken_and_expire_again() {
        Instant old = NOW.minus(DAY.multipliedBy(40));
        history().append(List.of(check("s1", old, Status.RUNNING)));
        history().expire(NOW.minus(DAY), Instant.EPOCH);

        HistoryEntry straggler = check("s1", old.plusSeconds(60), Status.ERROR);
        another().history().append(List.of(straggler));

        assertThat(history().recent(S1, 10)).containsExactly(straggler);
        for (int i = 0; i < 2; i++) {
            assertThat(history().rollups(S1, Instant.EPOCH, NOW))
                    .singleElement()
                    .satisfies(hour -> assertThat(hour.up()).isEqualTo(1))
                    .satisfies(hour -> assertThat(hour.down()).isEqualTo(1));
            assertThat(history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 50.0));
            history().expire(NOW.minus(DAY), Instant.EPOCH);
        }
        assertThat(history().recent(S1, 10)).isEmpty();
    }

    @Test
    void several_who_append_at_once_lose_and_double_nothing() throws Exception {
        atOnce(
                4,
                (handle, number) -> {
                    for (int i = 0; i < 20; i++) {
                        handle.history()
                                .append(
                                        List.of(
                                                check(
                                                        "s" + number,
                                                        NOW.plusSeconds(i),
                                                        Status.RUNNING),
                                                check(
                                                        "shared",
                                                        NOW.plusSeconds(i),
                                                        Status.RUNNING)));
                    }
                });

        assertThat(history().recent(new ServiceId("shared"), 100)).hasSize(20);
        assertThat(history().recent(new ServiceId("s3"), 100)).hasSize(20);
        assertThat(history().rollups(new ServiceId("shared"), NOW, NOW.plusSeconds(1)))
                .singleElement()
                .satisfies(hour -> assertThat(hour.up()).isEqualTo(20));
    }

    @Test
    void rollups_always_equal_the_rows_recounted() {
        var random = new Random(42);
        List<Status> statuses = List.of(Status.values());
        var rows = new ArrayList<HistoryEntry>();
        for (int i = 0; i < 2000; i++) {
            Instant at = NOW.plusSeconds(random.nextInt(200_000)).plusMillis(i % 1000);
            Status status = statuses.get(random.nextInt(statuses.size()));
            var took = Duration.ofNanos(random.nextInt(1_000_000) * 1000L);
            rows.add(check("s" + random.nextInt(5), at, status, took));
        }
        for (int i = 0; i < 30; i++) {
            int from = random.nextInt(rows.size() - 100);
            history().append(rows.subList(from, from + 100));
        }
        Collections.shuffle(rows, random);
        history().append(rows);

        for (int i = 0; i < 5; i++) {
            var service = new ServiceId("s" + i);
            List<HistoryEntry> kept = history().recent(service, 10_000);
            assertThat(history().rollups(service, Instant.EPOCH, NOW.plus(DAY.multipliedBy(9))))
                    .isEqualTo(HistorySamples.recounted(kept));
        }
        assertThat(history().recent(S1, 10_000))
                .isSortedAccordingTo((a, b) -> b.timestamp().compareTo(a.timestamp()))
                .allSatisfy(each ->
                        assertThat(each.timestamp())
                                .isEqualTo(each.timestamp().truncatedTo(ChronoUnit.MILLIS)));
    }

    @Test
    void a_long_stretch_is_read_in_pages_by_time_and_then_service() {
        var rows = new ArrayList<HistoryEntry>();
        for (int minute = 0; minute < 60 * 50; minute += 10) {
            for (String service : List.of("s1", "s2", "s3")) {
                rows.add(check(service, NOW.plus(Duration.ofMinutes(minute)), Status.RUNNING));
            }
        }
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(3));
        history().append(shuffled);

        for (int size : List.of(1, 7, 400, 5000)) {
            assertThat(pages(Instant.EPOCH, NOW.plus(DAY.multipliedBy(9)), size)).isEqualTo(rows);
        }
        assertThat(pages(NOW.plusSeconds(600), NOW.plusSeconds(1200), 2))
                .isEqualTo(rows.subList(3, 6));
        assertThat(pages(NOW.plusSeconds(600).plusNanos(1), NOW.plusSeconds(1200).plusNanos(1), 2))
                .isEqualTo(rows.subList(6, 9));
        assertThat(pages(NOW.minus(DAY), NOW, 100)).isEmpty();
    }

    @Test
    void many_rows_of_one_moment_and_rows_of_recoveries_are_paged_too() {
        var rows = new ArrayList<HistoryEntry>();
        for (int i = 100; i < 150; i++) {
            rows.add(check("s" + i, NOW, Status.ERROR));
        }
        rows.add(full("s1", NOW.plusMillis(1)));
        rows.add(recovery("s1", NOW.plus(Duration.ofHours(3))));
        history().append(rows);

        assertThat(pages(NOW, NOW.plus(DAY), 8)).isEqualTo(rows);
    }

    private List<HistoryEntry> pages(Instant from, Instant to, int size) {
        var all = new ArrayList<HistoryEntry>();
        List<HistoryEntry> page = history().page(from, to, null, size);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            all.addAll(page);
            page = history().page(from, to, page.getLast(), size);
        }
        return all;
    }

    @Test
    void the_rollups_of_all_services_are_by_hour_and_then_service() {
        Instant next = NOW.plus(Duration.ofHours(1));
        history()
                .append(
                        List.of(
                                check("s2", NOW, Status.RUNNING),
                                check("s1", NOW.plus(DAY), Status.ERROR),
                                check("s1", NOW, Status.UNKNOWN),
                                check("s1", next, Status.RUNNING)));

        assertThat(history().rollups(NOW, NOW.plus(DAY).plusSeconds(1)))
                .extracting(hour -> hour.service().value(), HourlyRollup::hour)
                .containsExactly(
                        tuple("s1", NOW),
                        tuple("s2", NOW),
                        tuple("s1", next),
                        tuple("s1", NOW.plus(DAY)));
        assertThat(history().rollups(next, NOW.plus(DAY))).hasSize(1);
        assertThat(history().rollups(S1, NOW, NOW.plus(DAY)))
                .isEqualTo(
                        history().rollups(NOW, NOW.plus(DAY)).stream()
                                .filter(hour -> hour.service().equals(S1))
                                .toList());
    }

    @Test
    void replaced_rollups_stand_where_the_share_of_the_rows_stood() {
        history()
                .append(
                        List.of(
                                check("s1", NOW, Status.RUNNING, Duration.ofMillis(900)),
                                check("s2", NOW, Status.RUNNING)));
        HourlyRollup more = rollup(S1, NOW, 90, 10, Duration.ofMillis(7), Duration.ofMillis(70));
        HourlyRollup less = rollup(S2, NOW, 0, 1, null, null);
        HourlyRollup old =
                rollup(S1, NOW.minus(DAY), 3, 0, Duration.ofMillis(5), Duration.ofSeconds(2));

        history()
                .replaceRollups(
                        List.of(
                                rollup(
                                        S1,
                                        NOW,
                                        5,
                                        5,
                                        Duration.ofMillis(1),
                                        Duration.ofSeconds(9))));
        for (int i = 0; i < 2; i++) {
            history().replaceRollups(List.of(old, more, less));
            assertThat(another().history().rollups(Instant.EPOCH, NOW.plus(DAY)))
                    .containsExactly(old, more, less);
        }
        assertThat(history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 90.29, S2, 0.0));
        assertThat(history().recent(S1, 10)).hasSize(1);
    }

    @Test
    void replaced_rollups_outlive_the_rows_and_take_later_rows() {
        HourlyRollup whole = rollup(S1, NOW, 9, 1, Duration.ofMillis(12), Duration.ofMillis(70));
        history().append(List.of(check("s1", NOW, Status.RUNNING)));
        history().replaceRollups(List.of(whole));
        history().append(List.of(check("s1", NOW.plusSeconds(1), Status.RUNNING)));
        HourlyRollup grown = rollup(S1, NOW, 10, 1, Duration.ofMillis(12), Duration.ofMillis(70));

        assertThat(history().rollups(Instant.EPOCH, NOW.plus(DAY))).containsExactly(grown);
        history().expire(NOW.plus(DAY.multipliedBy(3)), Instant.EPOCH);

        assertThat(history().recent(S1, 10)).isEmpty();
        assertThat(history().rollups(Instant.EPOCH, NOW.plus(DAY))).containsExactly(grown);
        assertThat(history().uptimes(Instant.EPOCH)).isEqualTo(Map.of(S1, 90.9));
    }

    private static HourlyRollup rollup(
            ServiceId service,
            Instant hour,
            long up,
            long down,
            @Nullable Duration mean,
            @Nullable Duration max) {
        return new HourlyRollup(service, hour, up, down, 0, mean, max);
    }
}
