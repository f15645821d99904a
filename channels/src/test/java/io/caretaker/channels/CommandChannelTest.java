package io.caretaker.channels;

import static io.caretaker.channels.SomeMessages.firing;
import static io.caretaker.channels.SomeMessages.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings.Templates;
import io.caretaker.channels.net.TestNames;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.alert.SendReply.ChannelRefused;
import io.caretaker.core.alert.SendReply.Delivered;
import io.caretaker.core.alert.SendReply.Later;
import io.caretaker.hosts.local.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CommandChannelTest {
    private static final LocalHost HOST = new LocalHost();

    @TempDir Path folder;

    private CommandChannel channel(Duration timeout, String... command) {
        return new CommandChannel(
                new ChannelSettings.Command("page", List.of(command), timeout, Templates.USUAL),
                message -> "{\"id\":\"" + message.id() + "\"}",
                HOST,
                ZoneId.of("Europe/Berlin"));
    }

    private CommandChannel script(Duration timeout, String script) {
        return channel(timeout, "sh", "-c", script, "sh", folder.toString());
    }

    private SendReply run(String script) throws InterruptedException {
        return script(Duration.ofSeconds(20), script)
                .send(firing("n-1"), TestNames.within(Duration.ofSeconds(30)));
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    @Test
    void a_program_finds_the_message_in_its_environment_and_on_its_input() throws Exception {
        assertThat(run("env > $1/env; cat > $1/in")).isEqualTo(new Delivered("exit code 0"));

        assertThat(file("in")).isEqualTo("{\"id\":\"n-1\"}");
        assertThat(file("env").lines())
                .contains(
                        "CARETAKER_TITLE=[CRITICAL] Orders is down",
                        "CARETAKER_TEXT=Orders is down",
                        "CARETAKER_SEVERITY=critical",
                        "CARETAKER_SAID=firing",
                        "CARETAKER_SERVICE=orders-db",
                        "CARETAKER_HOST=db1",
                        "CARETAKER_ENVIRONMENT=production",
                        "CARETAKER_AT=2026-03-29T01:10:00Z",
                        "CARETAKER_ALERT=a-1",
                        "CARETAKER_ALERTS=a-1",
                        "CARETAKER_MESSAGE_ID=n-1",
                        "CARETAKER_CHANNEL=page");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    exit 0                      | Delivered
                    exit 75                     | Later
                    exit 1                      | Later
                    exit 126                    | ChannelRefused
                    exit 127                    | ChannelRefused
                    kill -9 $$                  | Later
                    kill -15 $$                 | Later
                    exec /etc/passwd            | ChannelRefused
                    """)
    void each_end_means_something(String script, String meaning) throws Exception {
        assertThat(run(script).getClass().getSimpleName()).isEqualTo(meaning);
    }

    @Test
    void the_first_line_of_its_errors_is_in_the_detail() throws Exception {
        assertThat(run("echo >&2; echo no modem >&2; echo more >&2; exit 75"))
                .isEqualTo(new Later("exit code 75: no modem", null));
    }

    @Test
    void a_program_that_is_not_there_refuses_the_channel() throws Exception {
        var channel = channel(Duration.ofSeconds(5), folder + "/none", "secret-token");

        assertThat(channel.send(firing("n-1"), TestNames.within(Duration.ofSeconds(5))))
                .isInstanceOf(ChannelRefused.class);
        assertThat(channel.target()).doesNotContain("secret-token");
    }

    @Test
    void a_program_that_hangs_is_ended_with_its_children_whatever_they_ignore() throws Exception {
        var channel =
                script(
                        Duration.ofMillis(1_500),
                        "trap '' TERM; echo $$ > $1/pid; (trap '' TERM; sh -c 'echo $$; exec sleep"
                                + " 300' > $1/child) & wait; sleep 300");
        long before = System.nanoTime();

        assertThat(channel.send(firing("n-1"), TestNames.within(Duration.ofSeconds(30))))
                .isInstanceOfSatisfying(
                        Later.class, later -> assertThat(later.detail()).contains("time limit"));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        for (String each : List.of("pid", "child")) {
            assertEnded(Long.parseLong(file(each).strip()));
        }
    }

    private static void assertEnded(long pid) {
        ProcessHandle.of(pid)
                .ifPresent(process -> {
                    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
                    assertThat(process.isAlive()).isFalse();
                });
    }

    @Test
    void megabytes_of_output_and_an_input_that_nobody_reads_stop_nothing() throws Exception {
        var many = SomeMessages.many("n-1", 100);
        var channel =
                new CommandChannel(
                        new ChannelSettings.Command(
                                "page",
                                List.of(
                                        "sh",
                                        "-c",
                                        "yes | head -c 20000000; yes | head -c 5000000 >&2"),
                                Duration.ofSeconds(30),
                                Templates.USUAL),
                        _ -> "x".repeat(5_000_000),
                        HOST,
                        ZoneId.of("UTC"));

        SendReply reply = channel.send(many, TestNames.within(Duration.ofSeconds(30)));

        assertThat(reply).isEqualTo(new Delivered("exit code 0: y"));
    }

    @Test
    void hostile_texts_reach_no_shell_and_stop_no_start() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            var hostile = new HostileText(seed);
            Message message =
                    SomeMessages.of(
                            "n-1",
                            line(
                                    hostile.next(5),
                                    Said.FIRING,
                                    "n-1",
                                    "$(touch " + folder + "/touched)`id`" + hostile.next(50),
                                    hostile.next(50_000),
                                    null));
            assertThat(
                            script(
                                            Duration.ofSeconds(20),
                                            "printf %s \"$CARETAKER_TITLE\" > $1/title")
                                    .send(message, TestNames.within(Duration.ofSeconds(30))))
                    .isInstanceOf(Delivered.class);
            assertThat(file("title")).startsWith("[CRITICAL] $(touch ");
        }
        assertThat(folder.resolve("touched")).doesNotExist();
    }

    @Test
    void a_preview_shows_what_the_program_would_get() {
        assertThat(script(Duration.ofSeconds(1), "true").preview(firing("n-1")))
                .contains("CARETAKER_ALERT=a-1\n")
                .endsWith("\n\n{\"id\":\"n-1\"}");
    }
}
