package io.caretaker.hosts.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState.Activity;
import io.caretaker.testkit.host.HostAccessContract;
import io.caretaker.testkit.host.HostileTexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHostTest extends HostAccessContract {
    private static final LocalHost HOST = new LocalHost();

    @TempDir Path directory = Path.of("/unset");

    @Override
    protected HostAccess host() {
        return HOST;
    }

    @Test
    void another_user_s_program_has_that_user_s_rights_and_groups() throws Exception {
        assumeTrue(Identity.own().root(), "becoming another user takes root");

        var result = exited(Command.of("sh", "-c", "id -un; id -rgn; echo $HOME").as("nobody"));

        assertThat(result.output()).isEqualTo("nobody\nnogroup\n/nonexistent\n");
        assertThat(run(Command.of("true").as("no-such-user")))
                .isInstanceOf(CommandResult.NotStarted.class);
    }

    @Test
    void a_program_has_a_session_of_its_own() throws Exception {
        String own = ran("sh", "-c", "cut -d' ' -f6 /proc/self/stat; echo $$").output();

        List<String> lines = own.lines().toList();
        assertThat(lines.get(0)).isEqualTo(lines.get(1));
    }

    @Test
    void arguments_survive_a_locale_without_their_characters() throws Exception {
        List<String> hostile = HostileTexts.of(7, 20);
        var line = new ArrayList<>(List.of("printf", "%s\\0"));
        line.addAll(hostile.subList(0, hostile.size()));

        String output =
                ran(PortableArguments.spelled(line.subList(0, 20)).toArray(String[]::new)).output();

        assertThat(List.of(output.substring(0, output.length() - 1).split("\0", -1)))
                .isEqualTo(hostile.subList(0, 18));
    }

    @Test
    void a_process_is_found_with_the_sockets_it_listens_on() throws Exception {
        Path socket = directory.resolve("s.sock");
        try (var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            unix.bind(UnixDomainSocketAddress.of(socket));

            var self = HOST.process(ProcessHandle.current().pid()).orElseThrow();

            assertThat(self.listening())
                    .contains(new ListeningSocket.Unix(socket.toString()))
                    .anyMatch(found ->
                            found instanceof ListeningSocket.Tcp listening
                                    && listening.port() == tcp.getLocalPort()
                                    && listening.address().endsWith("127.0.0.1"));
        }
    }

    @Test
    void a_process_in_a_network_of_its_own_belongs_to_another_host() throws Exception {
        assumeTrue(Identity.own().root(), "making a network takes root");
        Process contained = new ProcessBuilder("unshare", "--net", "sleep", "60").start();
        try {
            await().until(() ->
                    HOST.processesWithoutSockets().stream()
                            .anyMatch(each ->
                                    each.pid() == contained.pid()
                                            && each.program().equals("sleep")));

            assertThat(HOST.processes()).noneMatch(each -> each.pid() == contained.pid());
        } finally {
            contained.destroyForcibly().onExit().join();
        }
    }

    @Test
    void a_daemon_that_a_start_leaves_behind_can_go_on_talking() throws Exception {
        Path pid = directory.resolve("pid");
        Path count = directory.resolve("count");
        Path word = directory.resolve("word");
        String daemon =
                "setsid sh -c 'until [ -e "
                        + word
                        + " ]; do sleep 0.02; done;"
                        + " i=0; while true; do i=$((i+1)); echo talk || exit; echo $i >"
                        + count
                        + "; sleep 0.05; done' & echo $! > "
                        + pid
                        + "; echo started";
        var control = commands(List.of("sh", "-c", daemon));

        var result =
                HOST.services()
                        .act(control, ControlAction.START, false, within(Duration.ofSeconds(10)));

        assertThat(((CommandResult.Exited) result).output()).isEqualTo("started\n");
        Files.createFile(word);
        await().atMost(Duration.ofSeconds(10)).until(() -> number(count) > 20);
        ProcessHandle.of(number(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void restarting_without_a_command_is_stop_and_start() throws Exception {
        Path log = directory.resolve("log");
        var control =
                new ServiceControl.Commands(
                        List.of("sh", "-c", "echo start >> " + log),
                        List.of("sh", "-c", "echo stop >> " + log + "; exit 1"),
                        List.of(),
                        List.of(),
                        null);

        var result =
                HOST.services()
                        .act(control, ControlAction.RESTART, false, within(Duration.ofSeconds(10)));

        assertThat(((CommandResult.Exited) result).ok()).isTrue();
        assertThat(Files.readAllLines(log)).containsExactly("stop", "start");
        assertThat(
                        HOST.services()
                                .act(
                                        control,
                                        ControlAction.RELOAD,
                                        false,
                                        within(Duration.ofSeconds(10))))
                .isInstanceOf(CommandResult.NotStarted.class);
    }

    @Test
    void a_service_manager_that_does_not_run_is_unknown() throws Exception {
        assumeTrue(Files.notExists(Path.of("/run/systemd/system")), "systemd runs here");

        var state =
                HOST.services()
                        .state(
                                new ServiceControl.Systemd("x.service"),
                                within(Duration.ofSeconds(10)));

        assertThat(state.activity()).isEqualTo(Activity.UNKNOWN);
        assertThat(state.detail()).contains("systemctl");
    }

    private static ServiceControl.Commands commands(List<String> start) {
        return new ServiceControl.Commands(start, List.of(), List.of(), List.of(), null);
    }

    private static long number(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file).strip() : "";
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
