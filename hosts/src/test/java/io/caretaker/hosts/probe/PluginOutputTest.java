package io.caretaker.hosts.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.host.CommandResult;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PluginOutputTest {

    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of("time=0.002s;;;0.000;10.000", Map.of("time", 0.002)),
                Arguments.of("/=2643MB;5948;5958;0;5968", Map.of("root", 2643.0)),
                Arguments.of(
                        "'Query Time'=12ms load1=1.5;2;3 load5=.5",
                        Map.of("query_time", 12.0, "load1", 1.5, "load5", 0.5)),
                Arguments.of("'it''s = odd'=-3", Map.of("it_s_odd", -3.0)),
                Arguments.of("a=U b=2c", Map.of("b", 2.0)),
                Arguments.of("percent=45%;80;90", Map.of("percent", 45.0)),
                Arguments.of("threadsRunning=1e3", Map.of("threads_running", 1000.0)),
                Arguments.of("comma=1,5", Map.of("comma", 1.5)),
                Arguments.of("=5 x= 'unclosed=7 ok=1", Map.of("ok", 1.0)),
                Arguments.of("", Map.of()),
                Arguments.of("   no perfdata here   ", Map.of()));
    }

    @ParameterizedTest
    @MethodSource("table")
    void performance_data_are_read(String text, Map<String, Double> expected) {
        assertThat(PerformanceData.parse(text).values()).isEqualTo(expected);
    }

    @Test
    void output_of_several_lines_has_text_and_data_in_two_places() {
        var said =
                PluginOutput.parse(
                        "DISK OK - fine| /=1MB\nlong text\nmore | /boot=2MB\n/home=3MB\n");

        assertThat(said.message()).isEqualTo("DISK OK - fine");
        assertThat(said.details()).isEqualTo("long text\nmore");
        assertThat(said.metrics().values())
                .isEqualTo(Map.of("root", 1.0, "boot", 2.0, "home", 3.0));
    }

    @Test
    void exit_codes_are_judged() {
        assertThat(outcome(0, "fine")).isEqualTo(new Outcome.Up("fine"));
        assertThat(outcome(1, "hm")).isEqualTo(new Outcome.Warning("hm"));
        assertThat(outcome(2, "bad\nwhy"))
                .isEqualTo(new Outcome.Down(Fault.CRITICAL, "bad", "why"));
        assertThat(outcome(3, "?")).isEqualTo(new Outcome.Unknown("?", null));
        assertThat(outcome(4, "?")).isInstanceOf(Outcome.Unknown.class);
        assertThat(outcome(137, "")).isInstanceOf(Outcome.Unknown.class);
        assertThat(CustomProbe.reply(new CommandResult.NotStarted("gone"), "x").outcome())
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(CustomProbe.reply(new CommandResult.TimedOut("", ""), "x").outcome())
                .isEqualTo(new Outcome.Down(Fault.TIMED_OUT, "x did not end in time", ""));
    }

    private static Outcome outcome(int code, String output) {
        var exited = new CommandResult.Exited(code, output, "", Duration.ZERO);
        return CustomProbe.reply(exited, "check_x").outcome();
    }
}
