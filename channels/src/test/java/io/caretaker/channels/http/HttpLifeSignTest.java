package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.liveness.LifeSign;
import io.caretaker.testkit.server.HttpReceiver;
import io.caretaker.testkit.server.HttpReceiver.Conduct;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpLifeSignTest {
    private final HttpReceiver receiver = HttpReceiver.plain();
    private final Setup setup =
            new Setup().secret("PING", receiver.uri("/ping/0123-4567-secret").toString());

    @AfterEach
    void end() {
        receiver.close();
        setup.close();
    }

    @Test
    void a_page_is_asked_for_or_posted_to() throws Exception {
        assertThat(sign(false, Duration.ofSeconds(20)).give(Setup.seconds(20))).isEmpty();
        assertThat(sign(true, Duration.ofSeconds(20)).give(Setup.seconds(20))).isEmpty();

        assertThat(receiver.requests())
                .extracting(request -> request.method() + " " + request.target())
                .containsExactly("GET /ping/0123-4567-secret", "POST /ping/0123-4567-secret");
    }

    @Test
    void why_it_did_not_arrive_is_told_without_the_address() throws Exception {
        LifeSign sign = sign(false, Duration.ofMillis(400));

        receiver.always(Conduct.answer(404, "no check at /ping/0123-4567-secret"));
        assertThat(sign.give(Setup.seconds(20)))
                .hasValue("127.0.0.1:" + receiver.port() + " answered 404: no check at ***");
        receiver.always(Conduct.reset());
        assertThat(sign.give(Setup.seconds(20)))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("broke").doesNotContain("0123-4567"));
        receiver.always(Conduct.hang());
        assertThat(sign.give(Setup.seconds(20)))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("did not answer in time"));
    }

    @Test
    void without_its_address_it_is_not_given() throws Exception {
        LifeSign sign =
                setup.channels.lifeSign(
                        new ChannelSettings.Address(null, Setup.env("NO")),
                        false,
                        ChannelSettings.Http.USUAL);

        assertThat(sign.give(Setup.seconds(20))).hasValue("the variable is not set");
    }

    private LifeSign sign(boolean post, Duration timeout) {
        return setup.channels.lifeSign(
                new ChannelSettings.Address(null, Setup.env("PING")), post, Setup.http(timeout));
    }
}
