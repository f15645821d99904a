package io.caretaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodesTest {
    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void the_page_explains_the_code_of_every_problem(ProblemCode code) throws IOException {
        String page = Files.readString(Path.of("../docs/reference/exit-codes.md"));
        assertThat(page).contains("| " + ExitCodes.of(code) + " |");
    }

    @Test
    void the_numbers_are_those_that_scripts_rely_on() {
        assertThat(ExitCodes.of(ProblemCode.FAILED)).isEqualTo(1);
        assertThat(ExitCodes.of(ProblemCode.CONFIGURATION)).isEqualTo(2);
        assertThat(ExitCodes.of(ProblemCode.NOT_FOUND)).isEqualTo(3);
        assertThat(ExitCodes.of(ProblemCode.LOCKED)).isEqualTo(4);
        assertThat(ExitCodes.of(ProblemCode.UNREACHABLE)).isEqualTo(5);
        assertThat(ExitCodes.of(ProblemCode.INTERNAL)).isEqualTo(70);
    }
}
