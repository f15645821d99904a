package io.caretaker.hosts.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.NameResolver.Resolution;
import io.caretaker.core.check.NameResolver.Resolution.Found;
import io.caretaker.core.check.NameResolver.Resolution.NotFound;
import io.caretaker.core.check.NameResolver.Resolution.TimedOut;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineResolverTest {
    private static final InetAddress SOME = InetAddress.ofLiteral("192.0.2.1");

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();

    /// Names beginning with `hang` hang until the test lets go.
    private List<InetAddress> lookup(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        if (host.startsWith("hang")) {
            awaitRelease();
        }
        if (host.startsWith("no")) {
            throw new UnknownHostException(host + ": Name or service not known");
        }
        return List.of(SOME);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void literal_addresses_ask_nobody() throws Exception {
        try (var resolver = new DeadlineResolver(this::lookup)) {
            for (String literal : List.of("127.0.0.1", "::1", "[::1]", "2001:db8::7")) {
                assertThat(resolver.resolve(literal, Services.within(100)))
                        .isInstanceOf(Found.class);
            }
            assertThat(lookups).hasValue(0);
        }
    }

    @Test
    void names_are_found_or_not() throws Exception {
        try (var resolver = new DeadlineResolver(this::lookup)) {
            assertThat(resolver.resolve("db1", Services.within(2000)))
                    .isEqualTo(new Found(List.of(SOME)));
            assertThat(resolver.resolve("no.such", Services.within(2000)))
                    .isInstanceOf(NotFound.class);
        }
    }

    @Test
    void a_name_service_that_does_not_answer_is_no_missing_name() throws Exception {
        try (var resolver =
                new DeadlineResolver(host -> {
                    throw new UnknownHostException(host + ": Temporary failure in name resolution");
                })) {
            assertThat(resolver.resolve("db1", Services.within(2000))).isInstanceOf(TimedOut.class);
        }
    }

    @Test
    void a_hanging_name_is_given_up_at_the_deadline_and_delays_no_other() throws Exception {
        try (var resolver = new DeadlineResolver(this::lookup)) {
            assertThat(timed(resolver, "hang1", 200)).isLessThan(Duration.ofMillis(1200));
            assertThat(resolver.resolve("db1", Services.within(2000))).isInstanceOf(Found.class);
        }
    }

    @Test
    void the_same_name_is_looked_up_once_for_all_who_ask() throws Exception {
        try (var resolver = new DeadlineResolver(this::lookup);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Resolution>>();
            for (int i = 0; i < 50; i++) {
                answers.add(
                        threads.submit(() -> resolver.resolve("HANG-on", Services.within(10_000))));
            }
            await().until(() -> lookups.get() == 1);
            released.countDown();

            for (var answer : answers) {
                assertThat(answer.get()).isInstanceOf(Found.class);
            }
        }
    }

    @Test
    void with_all_threads_stuck_the_answer_comes_quickly() throws Exception {
        try (var resolver = new DeadlineResolver(this::lookup)) {
            for (int i = 0; i < 64; i++) {
                // A lookup that nobody waited for until it began is cancelled: ask until it hangs.
                while (lookups.get() <= i) {
                    resolver.resolve("hang" + i, Services.within(20));
                }
            }
            assertThat(timed(resolver, "db1", 20_000)).isLessThan(Duration.ofSeconds(3));
            assertThat(timed(resolver, "db2", 20_000)).isLessThan(Duration.ofSeconds(3));

            released.countDown();
            await().untilAsserted(() ->
                    assertThat(resolver.resolve("db3", Services.within(2000)))
                            .isInstanceOf(Found.class));
        }
    }

    @Test
    void a_burst_of_names_is_no_hang() throws Exception {
        try (var resolver = new DeadlineResolver(this::lookup);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Resolution>>();
            for (int i = 0; i < 2000; i++) {
                String name = "db" + i;
                answers.add(threads.submit(() -> resolver.resolve(name, Services.within(10_000))));
            }
            for (var answer : answers) {
                assertThat(answer.get()).isInstanceOf(Found.class);
            }
        }
    }

    private static Duration timed(DeadlineResolver resolver, String name, long millis)
            throws InterruptedException {
        long begin = System.nanoTime();
        assertThat(resolver.resolve(name, Services.within(millis))).isInstanceOf(TimedOut.class);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
