package io.caretaker.hosts.watch;

import io.caretaker.core.host.ProcessWatch.Watched;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process that somebody waits for: the callback runs or the wait is given up, never both.
final class Watch implements Watched {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Runnable onExit;
    private final Runnable release;
    private final AtomicBoolean over = new AtomicBoolean();

    /// @param release frees what the wait holds; called exactly once
    Watch(Runnable onExit, Runnable release) {
        this.onExit = onExit;
        this.release = release;
    }

    /// A wait that is over, since the process does not exist.
    static Watched gone(Runnable onExit) {
        var watch = new Watch(onExit, () -> {});
        watch.ended();
        return watch;
    }

    void ended() {
        if (over.compareAndSet(false, true)) {
            release.run();
            callBack();
        }
    }

    private void callBack() {
        try {
            onExit.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("what follows the end of a process failed");
        }
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            release.run();
        }
    }
}
