package io.caretaker.web.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all listeners of one voice hear of a batch. It is put into words once, in the thread of
/// whoever comes to it first: what takes long keeps only those waiting who want it. Thread-safe.
final class Message {
    private static final Logger LOG = LoggerFactory.getLogger(Message.class);

    private final String id;
    private @Nullable Words words;
    private byte @Nullable [] made;

    /// What has to be said.
    @FunctionalInterface
    interface Words {
        List<LiveEvent> events();
    }

    Message(String id, Words words) {
        this.id = id;
        this.words = words;
    }

    /// As it is sent. Even without a word the id goes out, so that whoever comes again has missed
    /// nothing.
    synchronized byte[] bytes() {
        byte[] known = made;
        if (known == null) {
            known = text(events()).getBytes(StandardCharsets.UTF_8);
            made = known;
            words = null;
        }
        return known;
    }

    /// Whoever cannot be told what has changed, because the store does not answer, asks later.
    private List<LiveEvent> events() {
        try {
            return words == null ? List.of() : words.events();
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .setCause(e)
                    .log("a change could not be put into words for those who listen");
            return List.of(LiveEvent.RELOAD);
        }
    }

    private String text(List<LiveEvent> events) {
        var text = new StringBuilder("id: ").append(id).append('\n');
        if (events.isEmpty()) {
            text.append('\n');
        }
        events.forEach(each -> each.write(text));
        return text.toString();
    }
}
