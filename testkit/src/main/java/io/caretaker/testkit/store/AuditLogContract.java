package io.caretaker.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.audit.AuditChain;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.audit.AuditLog.Verification.Intact;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every [AuditLog] does.
public abstract class AuditLogContract extends StoreContract {
    private AuditLog audit() {
        return store().audit();
    }

    @Test
    void an_empty_chain_is_intact() {
        assertThat(audit().recent(null, 10)).isEmpty();
        assertThat(audit().verify()).isEqualTo(new Intact(0));
    }

    @Test
    void a_record_carries_the_hash_of_the_one_before_it() {
        AuditRecord first = audit().append(entry("s1"));
        AuditRecord second = another().audit().append(entry("s2"));

        assertThat(first).isEqualTo(AuditChain.link(1, AuditChain.GENESIS, entry("s1")));
        assertThat(second).isEqualTo(AuditChain.link(2, first.hash(), entry("s2")));
        assertThat(audit().verify()).isEqualTo(new Intact(2));
    }

    @Test
    void records_are_read_back_whole_newest_first() {
        var full =
                new AuditEntry(
                        Samples.NOW.plusMillis(3),
                        "cli:안나",
                        "recovery.restart",
                        "s1",
                        false,
                        "line one\nline \"two\"\t\u0000 and an end",
                        Duration.ofMillis(1234),
                        Map.of("step", "restart", "unit", "mysql.service", "", ""));
        AuditRecord first = audit().append(full);
        AuditRecord second = audit().append(entry(""));

        assertThat(first.entry()).isEqualTo(full);
        assertThat(audit().recent(null, 10)).containsExactly(second, first);
        assertThat(another().audit().recent(null, 1)).containsExactly(second);
        assertThat(audit().verify()).isEqualTo(new Intact(2));
    }

    @Test
    void records_of_one_target_are_found() {
        AuditRecord first = audit().append(entry("s1"));
        audit().append(entry("s2"));
        AuditRecord third = audit().append(entry("s1"));

        assertThat(audit().recent("s1", 10)).containsExactly(third, first);
        assertThat(audit().recent("s1", 1)).containsExactly(third);
        assertThat(audit().recent("s3", 10)).isEmpty();
    }

    @Test
    void more_than_milliseconds_are_not_kept_and_do_not_break_the_chain() {
        var fine =
                new AuditEntry(
                        Samples.NOW.plusNanos(1_234_567),
                        "caretaker",
                        "pause",
                        "",
                        true,
                        "",
                        Duration.ofNanos(1_999_999),
                        Map.of());

        AuditRecord appended = audit().append(fine);

        assertThat(appended.entry().at()).isEqualTo(Samples.NOW.plusMillis(1));
        assertThat(appended.entry().took()).isEqualTo(Duration.ofMillis(1));
        assertThat(audit().recent(null, 1)).containsExactly(appended);
        assertThat(audit().verify()).isEqualTo(new Intact(1));
    }

    @Test
    void several_who_append_at_once_make_one_chain() throws Exception {
        atOnce(
                4,
                (handle, number) -> {
                    for (int i = 0; i < 25; i++) {
                        handle.audit().append(entry("s" + number));
                    }
                });

        assertThat(audit().verify()).isEqualTo(new Intact(100));
        assertThat(audit().recent("s3", 100)).hasSize(25);
    }

    @Test
    void a_long_chain_is_verified_to_its_end() {
        for (int i = 0; i < 1100; i++) {
            audit().append(entry("s1"));
        }

        assertThat(audit().verify()).isEqualTo(new Intact(1100));
        assertThat(audit().recent(null, 2))
                .extracting(AuditRecord::number)
                .isEqualTo(List.of(1100L, 1099L));
    }

    @Test
    void all_records_are_read_in_pages() {
        for (int i = 0; i < 5; i++) {
            audit().append(entry("s" + i));
        }

        assertThat(audit().after(0, 2)).extracting(AuditRecord::number).containsExactly(1L, 2L);
        assertThat(audit().after(2, 9)).extracting(AuditRecord::number).containsExactly(3L, 4L, 5L);
        assertThat(audit().after(5, 9)).isEmpty();
    }

    @Test
    void records_of_another_log_are_restored_as_they_were() {
        List<AuditRecord> records = chain(5);

        audit().restore(records.subList(0, 3));
        another().audit().restore(records.subList(3, 5));
        AuditRecord next = audit().append(entry("s9"));

        assertThat(audit().after(0, 5)).isEqualTo(records);
        assertThat(next).isEqualTo(AuditChain.link(6, records.getLast().hash(), entry("s9")));
        assertThat(audit().verify()).isEqualTo(new Intact(6));
    }

    @Test
    void records_that_do_not_continue_the_log_are_refused_and_nothing_of_them_stays() {
        List<AuditRecord> records = chain(5);
        audit().restore(records.subList(0, 2));
        var gap = List.of(records.get(2), records.get(4));

        for (List<AuditRecord> wrong : List.of(gap, records, records.subList(3, 5))) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(() -> audit().restore(wrong))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INVALID));
        }
        assertThat(audit().after(0, 9)).isEqualTo(records.subList(0, 2));
        assertThat(audit().verify()).isEqualTo(new Intact(2));
    }

    private static List<AuditRecord> chain(int length) {
        var records = new ArrayList<AuditRecord>();
        String hash = AuditChain.GENESIS;
        for (int i = 1; i <= length; i++) {
            AuditRecord next = AuditChain.link(i, hash, entry("s" + i));
            records.add(next);
            hash = next.hash();
        }
        return records;
    }

    private static AuditEntry entry(String target) {
        return AuditEntry.of(Samples.NOW, "caretaker", "recovery.start", target, true, "it runs");
    }
}
