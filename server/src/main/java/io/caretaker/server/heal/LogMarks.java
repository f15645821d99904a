package io.caretaker.server.heal;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.HostErrands;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Remembers how long each log file was while its service was well, so that only what was written
/// since is read when it is not: last week's full disk must not explain today's crash. Thread-safe.
final class LogMarks implements StatusBoard.Listener, AutoCloseable {
    private static final Duration REFRESH = Duration.ofSeconds(30);

    /// Each look at another host costs a round trip and a program there.
    private static final Duration REFRESH_ELSEWHERE = Duration.ofMinutes(10);

    private static final int MOST_READ = 64 * 1024;
    private static final int READ_WITHOUT_MARK = 8 * 1024;

    private final Hosts hosts;
    private final Function<Service, Optional<Host>> homes;
    private final Ticker ticker;
    private final HostErrands errands = new HostErrands("measuring log files");
    private final Map<Log, Long> sizes = new ConcurrentHashMap<>();
    private final Map<Log, Long> nextRefresh = new ConcurrentHashMap<>();

    private record Log(HostId host, String path) {}

    LogMarks(Hosts hosts, Function<Service, Optional<Host>> homes, Ticker ticker) {
        this.hosts = hosts;
        this.homes = homes;
        this.ticker = ticker;
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        Service service = result.service();
        Host home = homes.apply(service).orElse(null);
        if (home == null || !transition.state().lastResult().up()) {
            return;
        }
        // Where caretaker never acts by itself, only a person's rare request reads the log.
        if (!home.local() && !service.recovery().recoverOnDown()) {
            return;
        }
        for (String file : service.logFiles()) {
            var log = new Log(home.id(), file);
            if (due(log, home, transition)) {
                measure(log, home);
            }
        }
    }

    private boolean due(Log log, Host home, Transition transition) {
        long now = ticker.nanos();
        Long next = nextRefresh.get(log);
        if (next != null && now - next < 0 && transition.kind() != Transition.Kind.HARD_UP) {
            return false;
        }
        Duration pause = home.local() ? REFRESH : REFRESH_ELSEWHERE;
        nextRefresh.put(log, now + pause.toNanos());
        return true;
    }

    private void measure(Log log, Host home) {
        if (home.local()) {
            note(log, hosts.of(home));
        } else {
            errands.send(home.id(), () -> note(log, hosts.of(home)));
        }
    }

    private void note(Log log, HostAccess access) {
        if (access.readTail(log.path, 1) instanceof FileReply.Content content) {
            sizes.put(log, content.size());
        }
    }

    /// What the service's log files got since it was last seen well.
    String since(Site site) {
        var text = new StringBuilder();
        for (String file : site.service().logFiles()) {
            if (site.access().readTail(file, MOST_READ) instanceof FileReply.Content content) {
                var log = new Log(site.host().id(), file);
                text.append(fresh(content, sizes.get(log))).append('\n');
            }
        }
        return text.toString();
    }

    private static String fresh(FileReply.Content content, @Nullable Long mark) {
        // A shorter file than remembered was rotated: all of it is new.
        long added =
                mark == null
                        ? READ_WITHOUT_MARK
                        : content.size() >= mark ? content.size() - mark : MOST_READ;
        String text = content.text();
        int from = (int) Math.max(0, text.length() - added);
        return text.substring(from);
    }

    @Override
    public void close() {
        errands.close();
    }
}
