package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.text.SafeText;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Speaks HTTP as a channel is set up. What goes wrong is the answer, never an exception; no answer
/// costs more than the timeout, whatever the receiver does. Thread-safe.
public final class HttpSender {
    /// The HTTP client writes these itself.
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "upgrade");

    private static final int PROXY_WANTS_A_PASSWORD = 407;

    private final ChannelSettings.Http settings;
    private final HttpClients clients;
    private final SecretSource secrets;
    private final InstantSource clock;
    private final String agent;

    /// @param agent what is sent as `User-Agent`, such as `caretaker/1.0`
    public HttpSender(
            ChannelSettings.Http settings,
            HttpClients clients,
            SecretSource secrets,
            InstantSource clock,
            String agent) {
        this.settings = settings;
        this.clients = clients;
        this.secrets = secrets;
        this.clock = clock;
        this.agent = agent;
    }

    HttpAnswer send(HttpCall call, Deadline deadline) throws InterruptedException {
        Deadline own = deadline.within(settings.timeout());
        var told = new ArrayList<>(call.secrets());
        try {
            URI uri = Addresses.resolve(call.address(), secrets);
            told.addAll(Masking.partsOf(uri));
            var headers = headers(call, told);
            HttpRequest request = request(call, uri, headers, own);
            HttpClient client = clients.client(settings.proxy(), settings.caFile());
            return exchange(client, request, Masking.of(told), own);
        } catch (Problem e) {
            return new HttpAnswer.Unsendable(Masking.of(told).hide(e.message()));
        }
    }

    private Map<String, String> headers(HttpCall call, List<String> told) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", agent);
        headers.putAll(call.headers());
        String authorization = authorization(told);
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        headers.forEach(HttpSender::checkHeader);
        return headers;
    }

    private @Nullable String authorization(List<String> told) {
        SecretReference token = settings.bearer();
        if (token != null) {
            String value = secrets.resolve(token).reveal();
            told.add(value);
            return "Bearer " + value;
        }
        String user = settings.user();
        if (user == null) {
            return null;
        }
        SecretReference reference = settings.password();
        String password = reference == null ? "" : secrets.resolve(reference).reveal();
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        String value = Base64.getEncoder().encodeToString(both);
        told.add(password);
        told.add(value);
        return "Basic " + value;
    }

    /// The value is not shown, it may be a secret.
    private static void checkHeader(String name, String value) {
        boolean fits =
                name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
                        && !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))
                        && value.chars()
                                .allMatch(each -> each == '\t' || (each >= 32 && each < 127));
        if (!fits) {
            throw new Problem(
                    ProblemCode.CONFIGURATION,
                    "the header " + Texts.line(name, 50) + " cannot be sent",
                    "a header has one line of ASCII, and some are written by the HTTP client");
        }
    }

    private static HttpRequest request(
            HttpCall call, URI uri, Map<String, String> headers, Deadline deadline) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofMillis(deadline.remainingMillis()))
                        .method(
                                call.method().name(),
                                call.method() == HttpCall.Method.GET
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(call.body()));
        headers.forEach(builder::header);
        return builder.build();
    }

    /// The client's own timeout ends with the head of the reply, so the whole exchange is waited
    /// for and cancelled here. Once the head is there its status counts, whatever becomes of the
    /// body: who takes a message and then hangs should not get it again and again.
    private HttpAnswer exchange(
            HttpClient client, HttpRequest request, Masking masking, Deadline deadline)
            throws InterruptedException {
        var head = new AtomicReference<HttpResponse.@Nullable ResponseInfo>();
        CompletableFuture<HttpResponse<String>> reply =
                client.sendAsync(
                        request,
                        info -> {
                            head.set(info);
                            return new BodyBeginning();
                        });
        String host = Addresses.host(request.uri());
        try {
            HttpResponse<String> response =
                    reply.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            // A proxy that refuses a tunnel has no body.
            String said = Objects.requireNonNullElse(response.body(), "");
            String body = masking.hide(SafeText.lines(said, BodyBeginning.MOST_BYTES));
            return answered(host, response.statusCode(), response.headers(), body);
        } catch (TimeoutException e) {
            return withoutBody(host, head.get(), late(host));
        } catch (ExecutionException e) {
            return withoutBody(host, head.get(), failed(host, e.getCause(), masking));
        } finally {
            reply.cancel(true);
        }
    }

    private HttpAnswer withoutBody(
            String host, HttpResponse.@Nullable ResponseInfo head, HttpAnswer trouble) {
        return head == null ? trouble : answered(host, head.statusCode(), head.headers(), "");
    }

    private HttpAnswer answered(String host, int status, HttpHeaders headers, String body) {
        Instant now = headers.firstValue("Date").map(RetryAfter::date).orElseGet(clock::instant);
        Duration pause = RetryAfter.parse(headers.firstValue("Retry-After").orElse(null), now);
        String who = status == PROXY_WANTS_A_PASSWORD ? way(host) : host;
        return new HttpAnswer.Answered(who, status, body, pause);
    }

    private HttpAnswer failed(String host, @Nullable Throwable trouble, Masking masking) {
        if (trouble instanceof HttpTimeoutException) {
            return late(host);
        }
        if (!(trouble instanceof IOException)) {
            return new HttpAnswer.Failed("the call to " + host + " failed: " + name(trouble));
        }
        String said = trouble.getMessage() == null ? name(trouble) : trouble.getMessage();
        String reason = Texts.line(masking.hide(said), 200);
        if (trouble instanceof ConnectException) {
            return new HttpAnswer.Failed(
                    causedBy(UnresolvedAddressException.class, trouble)
                            ? "no address is known for " + way(host)
                            : "no connection to " + way(host) + ": " + reason);
        }
        if (!(trouble instanceof SSLException)) {
            return new HttpAnswer.Failed("the connection to " + way(host) + " broke: " + reason);
        }
        String insecure = "no secure connection to " + host + ": " + reason;
        // A person must mend a certificate; everything else may pass.
        return causedBy(CertificateException.class, trouble)
                        || causedBy(CertPathValidatorException.class, trouble)
                ? new HttpAnswer.Unsendable(insecure)
                : new HttpAnswer.Failed(insecure);
    }

    private HttpAnswer late(String host) {
        double most = settings.timeout().toMillis() / 1000.0;
        return new HttpAnswer.Failed(
                way(host) + " did not answer in time (at most " + most + " s)");
    }

    private String way(String host) {
        URI proxy = settings.proxy();
        return proxy == null ? host : host + " by the proxy " + Addresses.host(proxy);
    }

    private static boolean causedBy(Class<?> kind, Throwable trouble) {
        for (Throwable each = trouble; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static String name(@Nullable Throwable trouble) {
        return trouble == null ? "no reason" : trouble.getClass().getSimpleName();
    }
}
