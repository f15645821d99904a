package io.caretaker.web.page;

import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Request;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Streams;
import io.caretaker.web.live.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Keeps what stands around every page as it is now: the numbers of the navigation, and whether
/// recovery is paused. Thread-safe.
public final class LiveFrame {
    private final Daemon daemon;
    private final Streams streams;
    private final Templates templates;

    public LiveFrame(Daemon daemon, Streams streams, Templates templates) {
        this.daemon = daemon;
        this.streams = streams;
        this.templates = templates;
    }

    /// The stream of a page: what its voice says, and the frame.
    public Answer.Stream answer(Request request, Voice page) {
        return streams.answer(request, Access.VIEWER, new Around(this, page));
    }

    /// Parts of a page as an event.
    ///
    /// @param values the parameters of all the templates
    public LiveEvent parts(List<String> names, Map<String, Object> values) {
        var html = new StringBuilder();
        names.forEach(name -> html.append(templates.text(name, values)));
        return new LiveEvent("parts", html.toString());
    }

    private LiveEvent frame() {
        return parts(
                List.of("part/frame"),
                Map.of(
                        "counts",
                        NavCounts.of(daemon),
                        "paused",
                        PauseWords.of(
                                daemon.caretaker().recovery().pause(), daemon.clock().instant())));
    }

    /// Says what changes around a page after what changes on it.
    private record Around(LiveFrame frame, Voice page) implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            List<LiveEvent> said = page.say(batch);
            if (!batch.judged()) {
                return said;
            }
            var events = new ArrayList<>(said);
            events.add(frame.frame());
            return events;
        }
    }

    /// Of a page on which nothing else changes.
    record Still() implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            return List.of();
        }
    }
}
