package io.caretaker.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_are_as_wide_as_their_content_and_the_last_is_cut_to_the_terminal() {
        var table = new Table("A", "LONG HEAD", "WHAT");
        table.add("one", "x", "a message that is far too long for this");
        assertThat(table.in(new Style(false, 40)))
                .isEqualTo(
                        """
                        A    LONG HEAD  WHAT
                        one  x          a message that is far t…
                        """);
    }

    @Test
    void colours_do_not_count_as_width() {
        var style = new Style(true, 80);
        var table = new Table("A", "B");
        table.add(new Table.Cell("x", style::bad), Table.Cell.of("y"));
        assertThat(table.in(style)).contains("\u001b[31;1mx\u001b[0m  y");
    }
}
