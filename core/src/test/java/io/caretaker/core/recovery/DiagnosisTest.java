package io.caretaker.core.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final List<FailureSignature> SIGNATURES =
            List.of(
                    FailureSignature.of(FailurePattern.DATA_CORRUPT, "invalid page", "test"),
                    FailureSignature.of(FailurePattern.DISK_FULL, "No space left", "test"),
                    FailureSignature.of(FailurePattern.STARTING, "redo starts", "test"));

    @Test
    void the_last_matching_line_tells() {
        var found =
                Diagnosis.of("redo starts at 0/1\nwrite: No space left on device\nbye", SIGNATURES);
        assertThat(found.pattern()).isEqualTo(FailurePattern.DISK_FULL);
        assertThat(found.evidence()).isEqualTo("write: No space left on device");
    }

    @Test
    void of_lines_with_one_pattern_the_first_is_shown() {
        var found =
                Diagnosis.of(
                        "No space left for a\nredo starts\nNo space left for b\nNo space left for c",
                        SIGNATURES);
        assertThat(found.evidence()).isEqualTo("No space left for b");
    }

    @Test
    void corruption_outranks_whatever_follows() {
        assertThat(
                        Diagnosis.of("invalid page in block 7\nredo starts at 0/1", SIGNATURES)
                                .pattern())
                .isEqualTo(FailurePattern.DATA_CORRUPT);
    }

    @Test
    void a_log_without_signs_tells_nothing() {
        assertThat(Diagnosis.of("ready\n", SIGNATURES)).isEqualTo(Diagnosis.NONE);
    }

    @Test
    void endless_lines_are_cut() {
        assertThat(Diagnosis.of("invalid page " + "x".repeat(10_000), SIGNATURES).evidence())
                .hasSizeLessThan(400);
    }
}
