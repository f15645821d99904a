package io.caretaker.web.page;

import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Voice;
import java.util.List;

/// Tells browsers to read their page anew when something that stands on it has changed: pages that
/// change seldom, and that everybody may have chosen otherwise.
public enum Reread implements Voice {
    MUTES,
    CHANNELS,
    INVENTORY;

    @Override
    public List<LiveEvent> say(Batch batch) {
        return changed(batch) ? List.of(LiveEvent.RELOAD) : List.of();
    }

    private boolean changed(Batch batch) {
        return switch (this) {
            case MUTES -> batch.stirs().contains(Batch.Stir.WORDS);
            case CHANNELS -> batch.stirs().contains(Batch.Stir.TOLD);
            case INVENTORY -> batch.inventory() != null;
        };
    }
}
