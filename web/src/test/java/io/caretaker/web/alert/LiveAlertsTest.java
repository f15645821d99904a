package io.caretaker.web.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.web.FaceRig;
import io.caretaker.web.alert.AlertListPage.Choice;
import io.caretaker.web.api.Desks;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.LiveHub;
import io.caretaker.web.live.Streams;
import io.caretaker.web.live.Voice;
import io.caretaker.web.page.LiveFrame;
import io.caretaker.web.page.Templates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveAlertsTest {
    private static final Choice OPEN = new Choice("open", "", "");

    @TempDir Path directory;
    private FaceRig rig;
    private LiveHub hub;
    private LiveAlerts pages;

    @SuppressWarnings("NullAway.Init")
    LiveAlertsTest() {}

    @BeforeEach
    void begin() {
        rig = FaceRig.in(directory);
        hub = new LiveHub(rig.caretaker(), Instant::now, System::nanoTime);
        var streams = new Streams(hub, (_, _) -> true, Duration.ofSeconds(15), System::nanoTime);
        pages =
                new LiveAlerts(
                        Desks.of(rig.daemon()),
                        new LiveFrame(rig.daemon(), streams, new Templates()));
    }

    @AfterEach
    void end() {
        hub.close();
        rig.close();
    }

    private static Batch batch(Set<Batch.Stir> stirs) {
        return new Batch(
                Instant.now(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                null,
                null,
                stirs,
                Set.of(new ServiceId("shop")));
    }

    @Test
    void those_who_chose_the_same_and_may_do_the_same_share_one_voice() {
        Stream<Voice> many =
                Stream.iterate(0, each -> each + 1)
                        .limit(200)
                        .map(each ->
                                new LiveAlerts.OfList(
                                        pages, new Choice("open", "", ""), each % 2 == 0));

        assertThat(many.distinct()).hasSize(2);
        assertThat(new LiveAlerts.OfList(pages, new Choice("past", "", ""), true))
                .isNotEqualTo(new LiveAlerts.OfList(pages, OPEN, true));
    }

    @Test
    void nothing_is_said_of_what_the_list_does_not_show() {
        var voice = new LiveAlerts.OfList(pages, OPEN, true);

        assertThat(voice.say(batch(Set.of()))).isEmpty();
        assertThat(voice.say(batch(Set.of(Batch.Stir.QUESTIONS)))).isEmpty();
        assertThat(voice.say(batch(Set.of(Batch.Stir.TOLD))))
                .singleElement()
                .extracting(LiveEvent::text)
                .asString()
                .contains("id=\"alert-lines\"", "Nothing that anybody");
    }
}
