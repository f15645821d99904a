package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.HttpVerb;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request, which a redirect turns into the next one. Immutable.
record HttpQuestion(URI url, HttpVerb verb, Map<String, String> headers, @Nullable String body) {

    static HttpQuestion first(CheckSpec.Http http) {
        String body = http.verb() == HttpVerb.POST ? http.body() : null;
        return new HttpQuestion(http.url(), http.verb(), http.headers(), body);
    }

    /// Waits for the whole answer. At the deadline, or on interruption, the request is cancelled,
    /// which closes its connection.
    HttpResponse<HttpBody> ask(HttpClient client, Deadline deadline)
            throws IOException, InterruptedException {
        if (deadline.expired()) {
            throw new HttpTimeoutException("the time was used up");
        }
        CompletableFuture<HttpResponse<HttpBody>> answer =
                client.sendAsync(request(deadline), _ -> new BoundedBody());
        try {
            return answer.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            var timeout = new SocketTimeoutException("the answer was not complete in time");
            timeout.initCause(e);
            throw timeout;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(Deadline deadline) {
        var request =
                HttpRequest.newBuilder(url)
                        .timeout(deadline.remaining().plusMillis(1))
                        .method(verb.name(), publisher());
        headers.forEach(request::setHeader);
        return request.build();
    }

    private BodyPublisher publisher() {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    }

    /// The request that the answer asks for; null when it is no redirect that may be followed: from
    /// TLS to plain text it may not.
    @Nullable HttpQuestion redirectedBy(HttpResponse<HttpBody> answer) {
        String location = answer.headers().firstValue("location").orElse(null);
        int status = answer.statusCode();
        if (location == null || status < 301 || status > 308 || status == 304) {
            return null;
        }
        URI next = url.resolve(location);
        boolean http = "http".equalsIgnoreCase(next.getScheme());
        boolean https = "https".equalsIgnoreCase(next.getScheme());
        boolean downgrade = http && "https".equalsIgnoreCase(url.getScheme());
        if (next.getHost() == null || downgrade || (!http && !https)) {
            return null;
        }
        // Headers may carry credentials: they are for the host that they were given for.
        Map<String, String> kept = sameOrigin(next) ? headers : Map.of();
        return status >= 307
                ? new HttpQuestion(next, verb, kept, body)
                : new HttpQuestion(next, verb == HttpVerb.HEAD ? verb : HttpVerb.GET, kept, null);
    }

    private boolean sameOrigin(URI other) {
        return where(url).equalsIgnoreCase(where(other))
                && url.getScheme().equalsIgnoreCase(other.getScheme());
    }

    /// For people: without path, query and log-in, where secrets may stand.
    static String where(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }
}
