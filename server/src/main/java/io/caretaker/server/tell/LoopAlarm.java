package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.liveness.Liveness;
import io.caretaker.core.liveness.LoopSilence;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/// Says which loops of the daemon make no progress, and when they do again. Used by one thread.
public final class LoopAlarm implements Consumer<Liveness> {
    private final Notifier desk;
    private final InstantSource clock;

    public LoopAlarm(Notifier desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public void accept(Liveness liveness) {
        Instant now = clock.instant();
        Set<AlertKey> over = new HashSet<>();
        for (AlertKey key : desk.firing(Subject.CARETAKER)) {
            if (key.rule() == AlertRule.LOOP_SILENT) {
                over.add(key);
            }
        }
        for (LoopSilence loop : liveness.late()) {
            var key = new AlertKey(AlertRule.LOOP_SILENT, Subject.CARETAKER, loop.loop());
            if (!over.remove(key)) {
                desk.tell(
                        Notice.raised(
                                now,
                                key,
                                Severity.HIGH,
                                "a part of caretaker makes no progress: " + loop.loop(),
                                loop.text()));
            }
        }
        for (AlertKey key : over) {
            desk.tell(Notice.cleared(now, key, key.detail() + " makes progress again", ""));
        }
    }
}
