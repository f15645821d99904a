package io.caretaker.server;

import static io.caretaker.server.Fixture.REFUSED;
import static io.caretaker.server.Fixture.UP;
import static io.caretaker.server.Fixture.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.Tunnel;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.status.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteTest {
    private static final HostId ONE = new HostId("h1");
    private static final HostId TWO = new HostId("h2");
    private static final Outcome TIMED_OUT = new Outcome.Down(Fault.TIMED_OUT, "no answer", null);

    @TempDir Path directory;

    private Fixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new Fixture(directory);
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private void answer(String name, Outcome outcome) {
        fixture.answers.put(id(name), outcome);
    }

    private long told(String text) {
        return fixture.notices.stream()
                .filter(notice -> (notice.title() + " " + notice.text()).contains(text))
                .count();
    }

    private List<String> audited(String service) {
        return fixture.store.audit().recent(service, 50).stream()
                .map(AuditRecord::entry)
                .map(entry -> entry.action() + (entry.success() ? "+" : "-"))
                .toList();
    }

    private RecoveryState remembered(String service) {
        return fixture.store
                .recovery()
                .states()
                .getOrDefault(id(service), RecoveryState.fresh(id(service)));
    }

    private void cut(HostId... hosts) {
        for (HostId host : hosts) {
            fixture.hosts.cut.add(host);
            fixture.store.inventory().read().servicesOf(host).stream()
                    .map(service -> service.id().value())
                    .forEach(name -> answer(name, TIMED_OUT));
        }
    }

    private void mend(HostId... hosts) {
        for (HostId host : hosts) {
            fixture.hosts.cut.remove(host);
            fixture.store.inventory().read().servicesOf(host).stream()
                    .map(service -> service.id().value())
                    .forEach(name -> answer(name, UP));
        }
    }

    private Fixture twoHosts() {
        return fixture.with(
                        fixture.serviceOn(ONE, "a"),
                        fixture.serviceOn(ONE, "b"),
                        fixture.serviceOn(TWO, "c"))
                .start();
    }

    private void allUp() {
        await().until(() ->
                List.of("a", "b", "c").stream()
                        .allMatch(name -> fixture.state(name).status().up()));
    }

    @Test
    void a_service_of_another_host_is_healed_there() {
        fixture.hosts.named(ONE).onAction =
                _ -> {
                    answer("a", UP);
                    return FakeHost.exited(0, "");
                };
        twoHosts();
        allUp();
        answer("a", REFUSED);
        await().until(() -> audited("a").contains("recovery.start+"));
        assertThat(fixture.hosts.named(ONE).actions).containsExactly(ControlAction.START);
        assertThat(fixture.host.actions).isEmpty();
    }

    @Test
    void a_host_that_is_down_is_told_once_and_nothing_is_done_to_its_services() {
        twoHosts();
        allUp();
        cut(ONE);
        await().until(() -> told("host h1 does not answer; 2 services") == 1);
        await().until(() ->
                fixture.state("a").status() == Status.UNKNOWN
                        && fixture.state("b").status() == Status.UNKNOWN);
        assertThat(fixture.state("a").unreachable()).isTrue();
        assertThat(fixture.state("a").consecutiveFailures()).isZero();
        assertThat(fixture.state("c").status().up()).isTrue();
        fixture.notices.clear();
        mend(ONE);
        await().until(() -> told("host h1 answers again") == 1);
        await().until(() -> fixture.state("a").status().up());
        assertThat(told("a is")).isZero();
        assertThat(fixture.hosts.named(ONE).actions).isEmpty();
        assertThat(audited("a")).isEmpty();
    }

    @Test
    void who_is_cut_off_concludes_nothing_and_says_so_once() {
        twoHosts();
        allUp();
        cut(ONE, TWO);
        await().until(() -> told("caretaker itself seems cut off") == 1);
        await().until(() -> fixture.state("a").unreachable() && fixture.state("c").unreachable());
        await().during(Duration.ofSeconds(3)).until(() -> told("does not answer;") == 0);
        mend(ONE, TWO);
        await().until(() -> told("no longer cut off") == 1);
        await().until(() -> fixture.state("c").status().up());
        assertThat(told("is down")).isZero();
    }

    @Test
    void a_host_that_answers_makes_a_hanging_service_count_as_failed() {
        fixture.policy = fixture.policy.optedIn(false);
        twoHosts();
        allUp();
        answer("a", TIMED_OUT);
        await().until(() -> fixture.state("a").status().down());
        assertThat(fixture.state("a").unreachable()).isFalse();
    }

    @Test
    void a_host_is_asked_once_for_many_services() {
        for (int i = 0; i < 40; i++) {
            fixture.with(fixture.serviceOn(ONE, "s" + i));
        }
        twoHosts();
        allUp();
        int before = fixture.hosts.knocks.get();
        cut(ONE);
        await().until(() ->
                fixture.caretaker().board().states().stream()
                                .filter(state -> state.unreachable())
                                .count()
                        >= 42);
        assertThat(fixture.hosts.knocks.get() - before).isLessThan(25);
    }

    @Test
    void what_depends_on_a_service_of_a_silent_host_waits() {
        fixture.with(fixture.serviceOn(ONE, "db"), fixture.serviceOn(TWO, "app", "db")).start();
        await().until(() -> fixture.state("app").status().up());
        cut(ONE);
        await().until(() -> fixture.state("db").unreachable());
        answer("app", REFUSED);
        await().until(() -> fixture.state("app").status().down());
        await().during(Duration.ofSeconds(2))
                .until(() -> fixture.hosts.named(TWO).actions.isEmpty());
        assertThat(fixture.state("app").unreachable()).isTrue();
        assertThat(told("app is down")).isZero();
    }

    @Test
    void a_host_lost_while_it_is_healed_leaves_an_attempt_of_unknown_outcome() {
        fixture.hosts.named(ONE).onAction =
                _ -> {
                    cut(ONE);
                    return new CommandResult.NotStarted("the connection was lost");
                };
        twoHosts();
        allUp();
        answer("a", REFUSED);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> audited("a").contains("recovery.start-"));
        await().until(() -> told("the outcome is unknown") == 1);
        assertThat(remembered("a").attempts()).isEqualTo(1);
        assertThat(remembered("a").notBefore()).isNull();
        await().during(Duration.ofSeconds(2))
                .until(() -> fixture.hosts.named(ONE).actions.size() == 1);
    }

    @Test
    void a_host_that_lets_nobody_in_costs_no_attempt() {
        fixture.hosts.named(ONE).gone = true;
        twoHosts();
        allUp();
        answer("a", REFUSED);
        await().until(() -> told("cannot be asked") == 1);
        assertThat(remembered("a").attempts()).isZero();
    }

    @Test
    void a_refusal_by_sudo_ends_it_without_an_attempt() {
        fixture.hosts.named(ONE).onAction =
                _ ->
                        new CommandResult.Exited(
                                1, "", "sudo: a password is required", Duration.ofMillis(3));
        twoHosts();
        allUp();
        answer("a", REFUSED);
        await().until(() -> told("does not let caretaker heal it") == 1);
        await().until(() -> remembered("a").gaveUp());
        assertThat(remembered("a").attempts()).isZero();
        await().during(Duration.ofSeconds(2))
                .until(() -> fixture.hosts.named(ONE).actions.size() == 1);
    }

    @Test
    void a_masked_unit_is_told_once_and_left_alone() {
        fixture.hosts.named(ONE).unit =
                new UnitState(UnitState.Activity.INACTIVE, "masked: inactive", null);
        twoHosts();
        allUp();
        answer("a", REFUSED);
        await().until(() -> told("its unit is masked") == 1);
        await().during(Duration.ofSeconds(3)).until(() -> told("its unit is masked") == 1);
        assertThat(fixture.hosts.named(ONE).actions).isEmpty();
        assertThat(remembered("a").attempts()).isZero();
    }

    @Test
    void a_host_that_boots_is_left_to_start_its_services() {
        FakeHost host = fixture.hosts.named(ONE);
        host.uptime = 20;
        host.onRun =
                command ->
                        command.arguments().contains("is-system-running")
                                ? FakeHost.exited(1, "starting\n")
                                : FakeHost.exited(0, "");
        twoHosts();
        allUp();
        answer("a", REFUSED);
        await().until(() -> fixture.state("a").status().down());
        await().during(Duration.ofSeconds(2)).until(host.actions::isEmpty);
        host.onRun = _ -> FakeHost.exited(0, "running\n");
        await().atMost(Duration.ofSeconds(15)).until(() -> !host.actions.isEmpty());
    }

    @Test
    void the_death_of_a_process_of_another_host_is_reported_at_once() {
        fixture.check = new CheckSpec.Unit();
        fixture.hosts.named(ONE).unit =
                new UnitState(UnitState.Activity.ACTIVE, "active (running)", 4711L);
        fixture.with(fixture.serviceOn(ONE, "a")).healing("a").start();
        await().until(() -> fixture.hosts.watched.size() == 1);
        FakeHosts.Death watch = fixture.hosts.watched.getFirst();
        assertThat(watch.pid()).isEqualTo(4711);
        fixture.hosts.named(ONE).unit =
                new UnitState(UnitState.Activity.FAILED, "failed (Result: signal)", null);
        fixture.hosts.named(ONE).onAction =
                _ -> {
                    answer("a", UP);
                    return FakeHost.exited(0, "");
                };
        answer("a", new Outcome.Down(Fault.NOT_RUNNING, "failed", null));
        watch.onExit().run();
        await().atMost(Duration.ofSeconds(3)).until(() -> audited("a").contains("recovery.start+"));
    }

    @Test
    void a_lost_watch_says_nothing_and_is_taken_up_again() {
        fixture.check = new CheckSpec.Unit();
        fixture.hosts.named(ONE).unit =
                new UnitState(UnitState.Activity.ACTIVE, "active (running)", 4711L);
        fixture.with(fixture.serviceOn(ONE, "a")).start();
        await().until(() -> fixture.hosts.watched.size() == 1);
        fixture.hosts.watched.getFirst().onLost().run();
        await().until(() -> fixture.hosts.watched.size() == 2);
        assertThat(fixture.state("a").status().up()).isTrue();
    }

    @Test
    void loopback_in_a_check_of_another_host_is_that_host() throws IOException {
        try (var far = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            fixture.check = new CheckSpec.Tcp("127.0.0.1", 9, null, null);
            fixture.hosts.named(ONE).tunnels =
                    () -> new Tunnel.Direct("127.0.0.1", far.getLocalPort());
            fixture.probe =
                    (_, _, spec, _) -> {
                        throw new AssertionError("asked this machine for " + spec);
                    };
            fixture.with(fixture.serviceOn(ONE, "a")).start();
            await().until(() -> fixture.state("a").status().up());
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> fixture.state("a").status().down());
        assertThat(fixture.state("a").message()).contains("nobody listens on port 9 of host h1");
    }

    @Test
    void a_tunnel_that_cannot_be_made_says_nothing_about_the_service() {
        fixture.check = new CheckSpec.Tcp("localhost", 9, null, null);
        fixture.hosts.named(ONE).tunnels =
                () -> {
                    throw new io.caretaker.core.problem.Problem(
                            io.caretaker.core.problem.ProblemCode.UNREACHABLE, "no key", "");
                };
        fixture.with(fixture.serviceOn(ONE, "a")).start();
        await().until(() -> fixture.state("a").lastCheck() != null);
        assertThat(fixture.state("a").consecutiveFailures()).isZero();
        assertThat(fixture.state("a").message()).contains("through host h1");
    }

    @Test
    void a_host_that_hangs_keeps_no_other_from_being_healed() {
        var never = new CountDownLatch(1);
        fixture.hosts.named(ONE).onAction =
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return FakeHost.exited(1, "");
                };
        fixture.hosts.named(TWO).onAction =
                _ -> {
                    answer("c", UP);
                    return FakeHost.exited(0, "");
                };
        twoHosts();
        allUp();
        answer("a", REFUSED);
        answer("b", REFUSED);
        await().until(() -> fixture.hosts.named(ONE).actions.size() == 2);
        answer("c", REFUSED);
        await().until(() -> audited("c").contains("recovery.start+"));
        never.countDown();
    }

    @Test
    void a_host_deleted_while_its_check_runs_leaves_nothing_behind() {
        var inCheck = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var rounds = new AtomicInteger();
        fixture.probe =
                (service, _, _, _) -> {
                    if (service.id().equals(id("a")) && rounds.incrementAndGet() == 2) {
                        inCheck.countDown();
                        goOn.await();
                    }
                    return ProbeReply.of(UP);
                };
        fixture.monitoring =
                new io.caretaker.core.inventory.Monitoring(
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        1,
                        Duration.ofMillis(20));
        fixture.tuning = _ -> io.caretaker.server.Policy.standard(directory);
        twoHosts();
        await().until(() -> inCheck.getCount() == 0);
        fixture.store
                .inventory()
                .apply(List.of(new InventoryChange.RemoveHost(ONE)), Instant.now());
        await().until(() -> fixture.caretaker().inventory().host(ONE).isEmpty());
        goOn.countDown();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        fixture.store.states().read().keySet().equals(java.util.Set.of(id("c"))));
        await().during(Duration.ofSeconds(6))
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        fixture.store.states().read().keySet().equals(java.util.Set.of(id("c"))));
        assertThat(fixture.caretaker().board().states()).hasSize(1);
    }

    @Test
    void a_host_that_answers_is_seen_in_the_store() {
        twoHosts();
        allUp();
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        fixture.store.inventory().read().host(ONE).orElseThrow().lastSeen()
                                != null);
    }
}
