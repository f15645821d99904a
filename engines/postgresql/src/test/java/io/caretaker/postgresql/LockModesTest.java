package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockModesTest {
    private static final String[] MODES = {
        "AccessShareLock",
        "RowShareLock",
        "RowExclusiveLock",
        "ShareUpdateExclusiveLock",
        "ShareLock",
        "ShareRowExclusiveLock",
        "ExclusiveLock",
        "AccessExclusiveLock"
    };

    /// The rows of the manual's table.
    @ParameterizedTest
    @CsvSource({
        "0, .......x",
        "1, ......xx",
        "2, ....xxxx",
        "3, ...xxxxx",
        "4, ..xx.xxx",
        "5, ..xxxxxx",
        "6, .xxxxxxx",
        "7, xxxxxxxx"
    })
    void modes_exclude_each_other_as_the_manual_says(int wanted, String row) {
        for (int held = 0; held < MODES.length; held++) {
            assertThat(LockModes.conflict(MODES[held], MODES[wanted]))
                    .as("%s against %s", MODES[held], MODES[wanted])
                    .isEqualTo(row.charAt(held) == 'x');
        }
        assertThat(LockModes.conflict("SomethingNew", MODES[wanted])).isTrue();
    }
}
