package io.caretaker.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.audit.AuditEntry;
import io.caretaker.testkit.store.InMemoryStore;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditVoiceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Batch ANY =
            new Batch(
                    NOW, List.of(), Map.of(), List.of(), List.of(), null, null, Set.of(), Set.of());

    @Test
    void the_log_is_read_anew_when_it_has_grown_and_only_then() {
        var store = new InMemoryStore();
        var voice = new AuditVoice(store::audit);
        voice.say(ANY);
        assertThat(voice.say(ANY)).isEmpty();

        store.audit()
                .append(AuditEntry.of(NOW, "somebody", "session.end", "svc_shop", true, "ended"));
        assertThat(voice.say(ANY)).containsExactly(LiveEvent.RELOAD);
        assertThat(voice.say(ANY)).isEmpty();
    }
}
