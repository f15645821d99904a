package io.caretaker.web.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is the same for every request: its limits, who may pass, the answer when something goes
/// wrong, the headers that keep a browser's user safe. Thread-safe.
public final class Front implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LARGEST_OF_STRANGERS = 1 << 14;
    private static final int MOST_SKIPPED = 1 << 22;

    private final Router router;
    private final Gate gate;
    private final ErrorPage errors;
    private final Delivery delivery;
    private final Traffic traffic;
    private final Ticker ticker;

    /// Shows a person what went wrong.
    @FunctionalInterface
    public interface ErrorPage {
        Answer.Whole of(ProblemAnswer problem, Request request);
    }

    public Front(
            Router router,
            Gate gate,
            ErrorPage errors,
            Delivery delivery,
            Traffic traffic,
            Ticker ticker) {
        this.router = router;
        this.gate = gate;
        this.errors = errors;
        this.delivery = delivery;
        this.traffic = traffic;
        this.ticker = ticker;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long begin = ticker.nanos();
        traffic.begin();
        try (exchange) {
            Answer answer = answer(exchange);
            traffic.answered(answer.status(), ticker.nanos() - begin);
            delivery.send(exchange, answer);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("a client left before it had its answer");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            traffic.end();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        Request request = null;
        try {
            Method method = method(exchange);
            String path = String.valueOf(exchange.getRequestURI().getRawPath());
            Router.Match match = path.startsWith("/") ? router.match(path) : null;
            request = request(exchange, method, path, match);
            request.from(gate.recognise(request));
            if (match == null) {
                throw new Refusal(404, "there is nothing at " + path, "");
            }
            Route route = match.routes().get(method);
            if (route == null) {
                throw notAllowed(match);
            }
            gate.admit(request, route.access());
            request.with(body(exchange, request.caller()));
            if (!method.safe()) {
                gate.defend(request);
            }
            return route.handler().answer(request);
        } catch (Refusal refusal) {
            return said(ProblemAnswer.of(refusal), request, exchange);
        } catch (Problem problem) {
            return said(of(problem), request, exchange);
        } catch (RuntimeException e) {
            return said(defect(e), request, exchange);
        }
    }

    private static ProblemAnswer of(Problem problem) {
        if (problem.code() == ProblemCode.INTERNAL) {
            return defect(problem);
        }
        return ProblemAnswer.of(problem);
    }

    private static ProblemAnswer defect(RuntimeException e) {
        String id = "w-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.atError().addKeyValue("id", id).setCause(e).log("a request met a defect");
        return ProblemAnswer.defect(id);
    }

    private Answer said(
            ProblemAnswer problem,
            @org.jspecify.annotations.Nullable Request request,
            HttpExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        boolean person = accept != null && accept.contains("text/html");
        boolean api = exchange.getRequestURI().getPath().startsWith("/api/");
        return person && !api && request != null ? errors.of(problem, request) : problem.json();
    }

    private static Method method(HttpExchange exchange) {
        String word = exchange.getRequestMethod();
        if (word.equals("HEAD")) {
            return Method.GET;
        }
        try {
            return Method.valueOf(word);
        } catch (IllegalArgumentException _) {
            throw new Refusal(405, "nothing here can be asked with this method", "");
        }
    }

    private static Refusal notAllowed(Router.Match match) {
        String allowed =
                match.routes().keySet().stream()
                        .map(each -> each == Method.GET ? "GET, HEAD" : each.name())
                        .collect(Collectors.joining(", "));
        return new Refusal(
                405,
                "this cannot be asked with this method",
                "it can with " + allowed,
                Map.of(AnswerHeader.ALLOW, allowed));
    }

    private static Request request(
            HttpExchange exchange,
            Method method,
            String path,
            Router.@org.jspecify.annotations.Nullable Match match) {
        var headers = new HashMap<String, List<String>>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Request(
                method,
                path,
                match == null ? Map.of() : match.parameters(),
                exchange.getRequestURI().getRawQuery(),
                headers,
                exchange.getRemoteAddress(),
                exchange.getLocalAddress(),
                new Request.Connection(
                        exchange instanceof HttpsExchange,
                        exchange.getProtocol().equals("HTTP/1.0")));
    }

    /// Read only after the caller may pass, so that nobody else fills the memory.
    private static byte[] body(HttpExchange exchange, Caller caller) throws IOException {
        int largest = caller.access() == Access.OPEN ? LARGEST_OF_STRANGERS : LARGEST_BODY;
        byte[] body = exchange.getRequestBody().readNBytes(largest + 1);
        if (body.length > largest) {
            // A client that is still sending hears no answer: it is let finish, within reason.
            exchange.getRequestBody().skip(MOST_SKIPPED);
            throw new Refusal(413, "the body is longer than " + largest / 1024 + " KiB", "");
        }
        return body;
    }
}
