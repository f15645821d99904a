package io.caretaker.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditChainTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private final AuditRecord first = AuditChain.link(1, AuditChain.GENESIS, entry("a", "bc"));
    private final AuditRecord second = AuditChain.link(2, first.hash(), entry("d", "e"));

    private static AuditEntry entry(String action, String target) {
        return new AuditEntry(
                AT, "anna", action, target, true, "done", Duration.ofMillis(5), Map.of("k", "v"));
    }

    @Test
    void an_untouched_chain_has_no_fault() {
        assertThat(AuditChain.fault(null, first)).isNull();
        assertThat(AuditChain.fault(first, second)).isNull();
    }

    @Test
    void a_changed_field_shows() {
        var changed = new AuditRecord(2, entry("d", "x"), second.previousHash(), second.hash());
        assertThat(AuditChain.fault(first, changed)).contains("changed");
    }

    @Test
    void text_moved_between_fields_shows() {
        var moved = new AuditRecord(1, entry("ab", "c"), first.previousHash(), first.hash());
        assertThat(AuditChain.fault(null, moved)).contains("changed");
    }

    @Test
    void a_removed_record_shows() {
        assertThat(AuditChain.fault(null, second)).contains("missing");
        var renumbered = AuditChain.link(2, "0".repeat(63) + "1", entry("d", "e"));
        assertThat(AuditChain.fault(first, renumbered)).contains("does not follow");
    }
}
