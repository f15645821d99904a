package io.caretaker.hosts.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caretaker.core.host.ProcessWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessWatchTest {

    static List<Supplier<ProcessWatch>> kinds() {
        return List.of(ProcessWatches::best, PollingWatch::new);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_death_of_a_stranger_is_told_soon(Supplier<ProcessWatch> kind) throws Exception {
        try (var watch = kind.get()) {
            long pid = stranger();
            var told = new CountDownLatch(1);
            var _ = watch.watch(pid, told::countDown);
            assertThat(told.getCount()).isEqualTo(1);

            kill(pid);

            assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_process_that_does_not_exist_is_told_at_once(Supplier<ProcessWatch> kind) {
        try (var watch = kind.get()) {
            var calls = new AtomicInteger();

            for (long pid : List.of(0L, -5L, 4_194_305L, Long.MAX_VALUE)) {
                var _ = watch.watch(pid, calls::incrementAndGet);
            }

            assertThat(calls).hasValue(4);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_zombie_is_dead(Supplier<ProcessWatch> kind) throws Exception {
        // The shell becomes a program that never collects its child.
        Process parent =
                new ProcessBuilder("sh", "-c", "sleep 0.01 & echo $!; exec sleep 60").start();
        long child = Long.parseLong(parent.inputReader().readLine().strip());
        try (var watch = kind.get()) {
            var told = new CountDownLatch(1);

            var _ = watch.watch(child, told::countDown);

            assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        } finally {
            parent.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_watch_that_was_given_up_tells_nothing(Supplier<ProcessWatch> kind) throws Exception {
        try (var watch = kind.get()) {
            long pid = stranger();
            var calls = new AtomicInteger();
            var other = new CountDownLatch(1);
            var given = watch.watch(pid, calls::incrementAndGet);
            var _ = watch.watch(pid, other::countDown);

            given.close();
            given.close();
            kill(pid);

            assertThat(other.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(calls).hasValue(0);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void many_deaths_are_all_told_once_also_when_a_callback_fails(Supplier<ProcessWatch> kind)
            throws Exception {
        try (var watch = kind.get()) {
            List<Long> pids = IntStream.range(0, 100).mapToObj(_ -> stranger()).toList();
            var calls = new AtomicInteger();
            for (long pid : pids) {
                var _ =
                        watch.watch(
                                pid,
                                () -> {
                                    calls.incrementAndGet();
                                    throw new IllegalStateException("on purpose");
                                });
            }

            pids.forEach(ProcessWatchTest::kill);

            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(calls).hasValue(100));
            assertThat(calls).hasValue(100);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void nothing_is_told_after_closing(Supplier<ProcessWatch> kind) {
        long pid = stranger();
        var calls = new AtomicInteger();
        var watch = kind.get();
        var _ = watch.watch(pid, calls::incrementAndGet);

        watch.close();
        watch.close();
        kill(pid);

        await().during(Duration.ofMillis(300)).untilAsserted(() -> assertThat(calls).hasValue(0));
    }

    @Test
    void linux_tells_by_event() {
        assumeTrue(System.getProperty("os.name", "").equals("Linux"));
        try (var best = ProcessWatches.best()) {
            assertThat(best).isInstanceOf(PidfdWatch.class);
        }
    }

    /// Not our child: its parent ends at once.
    private static long stranger() {
        try {
            Process shell =
                    new ProcessBuilder("sh", "-c", "setsid sleep 60 >/dev/null 2>&1 & echo $!")
                            .start();
            long pid = Long.parseLong(shell.inputReader().readLine().strip());
            shell.waitFor();
            return pid;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
