package io.caretaker.web.live;

import java.util.List;

/// Says changes to its listeners. Listeners with equal voices hear the same, so that each batch is
/// put into words once, whatever their number. Equality is by value; thread-safe.
public interface Voice {
    /// A batch in its words; none when it has nothing to say of it. It runs in the thread of a
    /// stream, so that it may ask the store.
    List<LiveEvent> say(Batch batch);
}
