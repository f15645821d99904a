package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.NameResolver.Resolution;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Asks by HTTP and judges the answer. Thread-safe.
///
/// Clients, with one thread each, are shared and made when they are first needed: one that checks
/// certificates, one that does not, one for each file of trusted certificates.
public final class HttpProbe implements Probe, AutoCloseable {
    private static final int MOST_REDIRECTS = 5;

    private final NameResolver names;
    private final HttpClients clients = new HttpClients();
    private final HttpJudge judge;

    /// @param clock tells how long a certificate is still valid
    public HttpProbe(NameResolver names, InstantSource clock) {
        this.names = names;
        this.judge = new HttpJudge(clock);
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        if (!(spec instanceof CheckSpec.Http http)) {
            throw new IllegalArgumentException("not an http check: " + spec.method());
        }
        String where = HttpQuestion.where(http.url());
        try {
            return follow(http, deadline);
        } catch (IOException e) {
            return ProbeReply.of(Faults.of(e, where));
        } catch (Problem e) {
            return ProbeReply.of(new Outcome.Unknown(e.message(), e.hint()));
        } catch (IllegalArgumentException e) {
            return ProbeReply.of(new Outcome.Unknown("the request cannot be made", e.getMessage()));
        }
    }

    private ProbeReply follow(CheckSpec.Http http, Deadline deadline)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var question = HttpQuestion.first(http);
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Outcome unresolved = unresolved(question.url(), deadline);
            if (unresolved != null) {
                return ProbeReply.of(unresolved);
            }
            var answer = question.ask(clients.clientFor(http), deadline);
            var next = http.followRedirects() ? question.redirectedBy(answer) : null;
            if (next == null) {
                var took = Duration.ofNanos(System.nanoTime() - begin);
                return judge.judge(http, answer, took, deadline);
            }
            question = next;
        }
        return ProbeReply.of(HttpJudge.unexpected(http, "redirects more than 5 times", null));
    }

    /// The client's own lookup, on a thread of ours, is answered by the platform's cache then.
    private @Nullable Outcome unresolved(URI url, Deadline deadline) throws InterruptedException {
        String host = Literals.unbracketed(url.getHost());
        return switch (names.resolve(host, deadline)) {
            case Resolution.Found _ -> null;
            case Resolution.NotFound missing -> Faults.unresolved(missing);
            case Resolution.TimedOut _ -> Faults.nameTimedOut(host);
        };
    }

    @Override
    public void close() {
        clients.close();
    }
}
