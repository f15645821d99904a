package io.caretaker.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.server.count.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionTest {
    private static final Family COUNTER =
            Family.counter("caretaker_x_total", "a \"quoted\" \\ help\nof two lines", "channel");
    private static final Family HISTOGRAM = Family.histogram("caretaker_y_seconds", "how long");

    private static String text(Exposition format, Samples samples) throws IOException {
        var out = new ByteArrayOutputStream();
        format.write(samples, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void labels_and_help_are_escaped_as_each_format_wants() throws IOException {
        var samples = new Samples();
        samples.add(COUNTER, Labels.of("channel", "a \"b\" \\c\nd ü"), 3);
        assertThat(text(Exposition.PROMETHEUS, samples))
                .isEqualTo(
                        """
                        # TYPE caretaker_x_total counter
                        # HELP caretaker_x_total a "quoted" \\\\ help\\nof two lines
                        caretaker_x_total{channel="a \\"b\\" \\\\c\\nd ü"} 3
                        """);
        assertThat(text(Exposition.OPEN_METRICS, samples))
                .isEqualTo(
                        """
                        # TYPE caretaker_x counter
                        # HELP caretaker_x a \\"quoted\\" \\\\ help\\nof two lines
                        caretaker_x_total{channel="a \\"b\\" \\\\c\\nd ü"} 3
                        # EOF
                        """);
    }

    @Test
    void a_histogram_counts_upwards_and_names_its_unit() throws IOException {
        var durations = new Durations(0.1, 1);
        durations.add(Duration.ofMillis(100));
        durations.add(Duration.ofMillis(101));
        durations.add(Duration.ofSeconds(5));
        var samples = new Samples();
        samples.add(HISTOGRAM, Labels.EMPTY, durations.counts());
        assertThat(text(Exposition.OPEN_METRICS, samples))
                .isEqualTo(
                        """
                        # TYPE caretaker_y_seconds histogram
                        # UNIT caretaker_y_seconds seconds
                        # HELP caretaker_y_seconds how long
                        caretaker_y_seconds_bucket{le="0.1"} 1
                        caretaker_y_seconds_bucket{le="1.0"} 2
                        caretaker_y_seconds_bucket{le="+Inf"} 3
                        caretaker_y_seconds_count 3
                        caretaker_y_seconds_sum 5.201
                        # EOF
                        """);
    }

    @Test
    void a_summary_and_an_info_are_written_and_what_is_no_number_is_not() throws IOException {
        var samples = new Samples();
        samples.add(Family.summary("z_seconds", "z", "gc"), Labels.of("gc", "G"), 2, 0.5);
        samples.add(Family.info("a_info", "a", "v"), Labels.of("v", "1"), 1);
        samples.add(Family.gauge("b", "b"), Double.NaN);
        samples.add(Family.gauge("c", "c"), Double.NEGATIVE_INFINITY);
        samples.add(Family.gauge("d", "d"), 1e300);
        assertThat(text(Exposition.PROMETHEUS, samples).lines())
                .containsExactly(
                        "# TYPE a_info gauge",
                        "# HELP a_info a",
                        "a_info{v=\"1\"} 1",
                        "# TYPE c gauge",
                        "# HELP c c",
                        "c -Inf",
                        "# TYPE d gauge",
                        "# HELP d d",
                        "d 1.0E300",
                        "# TYPE z_seconds summary",
                        "# HELP z_seconds z",
                        "z_seconds_count{gc=\"G\"} 2",
                        "z_seconds_sum{gc=\"G\"} 0.5");
    }

    @Test
    void what_is_longer_than_the_buffer_arrives_whole() throws IOException {
        var samples = new Samples();
        String long1 = "x".repeat(40_000);
        for (int i = 0; i < 100; i++) {
            samples.add(COUNTER, Labels.of("channel", long1 + i), i);
        }
        assertThat(text(Exposition.PROMETHEUS, samples).lines().skip(2))
                .hasSize(100)
                .last()
                .isEqualTo("caretaker_x_total{channel=\"" + long1 + "99\"} 99");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|PROMETHEUS",
                "*/*|PROMETHEUS",
                "text/plain;version=0.0.4|PROMETHEUS",
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1|OPEN_METRICS",
                "application/openmetrics-text; q=0.3, text/plain; q=0.9|PROMETHEUS",
                "application/openmetrics-text;q=0|PROMETHEUS",
                "application/openmetrics-text;q=nonsense|PROMETHEUS"
            })
    void the_format_is_the_one_that_is_liked_best(String accept, Exposition format) {
        assertThat(Exposition.of(accept)).isEqualTo(format);
    }
}
