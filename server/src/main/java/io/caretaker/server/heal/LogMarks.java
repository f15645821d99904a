package io.caretaker.server.heal;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers how long each log file was while its service was well, so that only what was written
/// since is read when it is not: last week's full disk must not explain today's crash. Thread-safe.
final class LogMarks implements StatusBoard.Listener {
    private static final Duration REFRESH = Duration.ofSeconds(30);
    private static final int MOST_READ = 64 * 1024;
    private static final int READ_WITHOUT_MARK = 8 * 1024;

    private final HostAccess host;
    private final Ticker ticker;
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final Map<String, Long> nextRefresh = new ConcurrentHashMap<>();

    LogMarks(HostAccess host, Ticker ticker) {
        this.host = host;
        this.ticker = ticker;
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        if (!transition.state().lastResult().up()) {
            return;
        }
        for (String file : result.service().logFiles()) {
            long now = ticker.nanos();
            Long next = nextRefresh.get(file);
            if (next == null || now - next >= 0 || transition.kind() == Transition.Kind.HARD_UP) {
                nextRefresh.put(file, now + REFRESH.toNanos());
                if (host.readTail(file, 1) instanceof FileReply.Content content) {
                    sizes.put(file, content.size());
                }
            }
        }
    }

    /// What the service's log files got since it was last seen well.
    String since(Service service) {
        var text = new StringBuilder();
        for (String file : service.logFiles()) {
            if (host.readTail(file, MOST_READ) instanceof FileReply.Content content) {
                text.append(fresh(content, sizes.get(file))).append('\n');
            }
        }
        return text.toString();
    }

    private static String fresh(
            FileReply.Content content, @org.jspecify.annotations.Nullable Long mark) {
        // A shorter file than remembered was rotated: all of it is new.
        long added =
                mark == null
                        ? READ_WITHOUT_MARK
                        : content.size() >= mark ? content.size() - mark : MOST_READ;
        String text = content.text();
        int from = (int) Math.max(0, text.length() - added);
        return text.substring(from);
    }
}
