package io.caretaker.web.page;

import io.caretaker.core.audit.AuditLog;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Voice;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Tells browsers to read the audit log anew when it has grown, also by what other programs have
/// written. It looks whenever anything else happens, a check for example; there is one for all
/// browsers.
final class AuditVoice implements Voice {
    private static final long NONE = -1;

    private final Supplier<AuditLog> log;
    private final AtomicLong last = new AtomicLong(NONE);

    AuditVoice(Supplier<AuditLog> log) {
        this.log = log;
    }

    @Override
    public List<LiveEvent> say(Batch batch) {
        long newest = AuditPages.newest(log.get());
        return last.getAndSet(newest) == newest ? List.of() : List.of(LiveEvent.RELOAD);
    }
}
