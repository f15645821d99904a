package io.caretaker.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PackedMetricsTest {
    @Test
    void every_number_comes_back_to_the_last_bit() {
        assertUnchanged(
                0.0,
                -0.0,
                1,
                -1,
                0.01,
                -99.87,
                0.001,
                1.0 / 3,
                1e15,
                -4.5e15,
                1L << 53,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Double.MIN_VALUE,
                Long.MAX_VALUE);
    }

    @Test
    void seeded_numbers_of_all_sizes_come_back_to_the_last_bit() {
        var random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            double whole = random.nextLong() >> random.nextInt(Long.SIZE);
            double cents = random.nextInt() / 100.0;
            if (Double.isFinite(any)) {
                assertUnchanged(any, whole, cents, random.nextDouble());
            }
        }
    }

    @Test
    void usual_numbers_take_few_bytes() {
        assertThat(PackedMetrics.pack(List.of(7.0))).hasSize(1);
        assertThat(PackedMetrics.pack(List.of(1234.0))).hasSize(2);
        assertThat(PackedMetrics.pack(List.of(99.87))).hasSize(3);
    }

    @Test
    void bytes_that_end_too_early_are_refused() {
        byte[] packed = PackedMetrics.pack(List.of(1.0 / 3));
        byte[] cut = Arrays.copyOf(packed, packed.length - 1);

        assertThatIllegalArgumentException().isThrownBy(() -> PackedMetrics.unpack(cut));
    }

    private static void assertUnchanged(double... values) {
        List<Double> all = DoubleStream.of(values).boxed().toList();
        assertThat(PackedMetrics.unpack(PackedMetrics.pack(all))).isEqualTo(all);
    }
}
