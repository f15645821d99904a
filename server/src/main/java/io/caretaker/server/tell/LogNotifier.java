package io.caretaker.server.tell;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells by the log. Thread-safe.
public final class LogNotifier implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger("notice");

    @Override
    public void tell(Notice notice) {
        LOG.atWarn()
                .addKeyValue("severity", notice.severity())
                .addKeyValue("text", notice.text())
                .log(notice.title());
    }
}
