package io.caretaker.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings.Address;
import io.caretaker.channels.ChannelSettings.Http;
import io.caretaker.channels.ChannelSettings.Templates;
import io.caretaker.channels.ChannelSettings.Webhook.Payload;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.ThisMachine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelsTest {
    private static final SecretReference SECRET = new SecretReference.FromEnvironment("S");
    private static final URI ADDRESS =
            URI.create("https://h.example.test:8443/s3cr3t/p4th?k=v4lue");

    private final Channels channels =
            new Channels(
                    reference -> {
                        throw new Problem(ProblemCode.CONFIGURATION, "asked too early", "");
                    },
                    (host, deadline) -> new NameResolver.Resolution.TimedOut(),
                    new ThisMachine(),
                    InstantSource.fixed(Instant.EPOCH),
                    ZoneOffset.UTC,
                    "node",
                    "1");

    @AfterEach
    void end() {
        channels.close();
    }

    static Stream<ChannelSettings> kinds() {
        var plain = new Address(ADDRESS, null);
        return Stream.of(
                new ChannelSettings.Email(
                        "mail",
                        "smtp.example.test",
                        25,
                        ChannelSettings.Email.Security.NONE,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(10),
                        "caretaker@example.test",
                        List.of("team@example.test"),
                        null,
                        Templates.USUAL),
                new ChannelSettings.Slack("slack", plain, Http.USUAL, Templates.USUAL),
                new ChannelSettings.Slack(
                        "slack2", new Address(null, SECRET), Http.USUAL, Templates.USUAL),
                new ChannelSettings.PagerDuty("duty", ADDRESS, SECRET, Http.USUAL, Templates.USUAL),
                new ChannelSettings.Webhook(
                        "hook",
                        plain,
                        Payload.CARETAKER,
                        Map.of(),
                        SECRET,
                        Http.USUAL,
                        Templates.USUAL),
                new ChannelSettings.Webhook(
                        "hook4",
                        plain,
                        Payload.ALERTMANAGER,
                        Map.of(),
                        null,
                        Http.USUAL,
                        Templates.USUAL),
                new ChannelSettings.Alertmanager(
                        "prom", List.of(ADDRESS), Http.USUAL, Templates.USUAL),
                new ChannelSettings.Syslog(
                        "log", "udp://127.0.0.1:514", "daemon", null, Templates.USUAL),
                new ChannelSettings.Command(
                        "program",
                        List.of("/bin/true", "s3cr3t"),
                        Duration.ofSeconds(10),
                        Templates.USUAL));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void each_kind_of_settings_is_a_channel_that_shows_itself_without_its_secrets(
            ChannelSettings settings) {
        Channel channel = channels.of(settings);

        assertThat(channel.name()).isEqualTo(settings.name());
        assertThat(channel.kind()).isEqualTo(settings.kind());
        assertThat(channel.target()).isNotBlank().doesNotContain("s3cr3t", "p4th", "v4lue");
        assertThat(channel.preview(SomeMessages.firing("n-1")))
                .isNotBlank()
                .doesNotContain("s3cr3t", "p4th", "v4lue");
    }

    @Test
    void a_program_is_given_the_json_of_webhooks() {
        var command =
                channels.of(
                        new ChannelSettings.Command(
                                "program",
                                List.of("/bin/true"),
                                Duration.ofSeconds(10),
                                Templates.USUAL));
        var message = SomeMessages.firing("n-1");

        assertThat(command.preview(message))
                .endsWith(
                        MessageJson.write(message, new Rendering(Templates.USUAL, ZoneOffset.UTC)));
    }
}
