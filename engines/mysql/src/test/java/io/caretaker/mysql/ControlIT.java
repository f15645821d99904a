package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.testkit.server.MariaDbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// A server started by hand is started again, and stopped, by what was recognised of it.
final class ControlIT {
    @Test
    void a_killed_server_comes_back_by_its_own_command_and_stops_by_its_pid_file()
            throws Exception {
        try (var server = MariaDbServer.startNew();
                var engine = new EngineUnderTest()) {
            LocalServer found = engine.recognise(server);
            var control = (ServiceControl.Commands) found.control();
            assertThat(control.user()).isEqualTo(server.user());
            assertThat(control.start())
                    .startsWith("setsid", "-f", "/usr/sbin/mariadbd", "--no-defaults")
                    .anyMatch(argument -> argument.startsWith("--log-error="));
            server.kill();

            assertThat(run(control, true)).isInstanceOf(CommandResult.Exited.class);

            assertThat(eventually(() -> up(engine, server))).isTrue();
            assertThat(run(control, false)).matches(result -> ok(result));
            assertThat(eventually(() -> !Files.exists(server.pidFile()))).isTrue();
            assertThat(up(engine, server)).isFalse();
        }
    }

    @Test
    void a_pid_file_of_another_process_stops_nothing() throws Exception {
        try (var server = MariaDbServer.startNew();
                var engine = new EngineUnderTest()) {
            var control = (ServiceControl.Commands) engine.recognise(server).control();
            Process other = new ProcessBuilder("sleep", "60").start();
            try {
                Files.delete(server.pidFile());
                Files.writeString(server.pidFile(), other.pid() + "\n");

                run(control, false);

                assertThat(other.isAlive()).isTrue();
                assertThat(up(engine, server)).isTrue();
                var again = (ServiceControl.Commands) engine.recognise(server).control();
                assertThat(again.stop()).isEmpty();
            } finally {
                other.destroyForcibly();
            }
        }
    }

    @Test
    void a_server_with_a_log_of_its_own_keeps_it() throws IOException {
        try (var server = MariaDbServer.create().configure("log-error=own");
                var engine = new EngineUnderTest()) {
            server.start();

            LocalServer found = engine.recognise(server);

            assertThat(found.logFiles())
                    .containsExactly(server.dataDirectory().resolve("own.err").toString())
                    .allSatisfy(file -> assertThat(Path.of(file)).exists());
            assertThat(((ServiceControl.Commands) found.control()).start())
                    .filteredOn(argument -> argument.startsWith("--log-error"))
                    .containsExactly("--log-error=own");
        }
    }

    private static CommandResult run(ServiceControl.Commands control, boolean start)
            throws InterruptedException {
        Command command = Command.of(start ? control.start() : control.stop()).as(control.user());
        return EngineUnderTest.HOST.run(command, EngineUnderTest.soon());
    }

    private static boolean ok(CommandResult result) {
        return result instanceof CommandResult.Exited exited && exited.ok();
    }

    private static boolean up(EngineUnderTest engine, MariaDbServer server) {
        try {
            return engine.check(engine.administrator(server)) instanceof DatabaseReply.Reached;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return false;
    }
}
