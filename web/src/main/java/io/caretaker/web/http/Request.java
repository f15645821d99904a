package io.caretaker.web.http;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request. Its body is there when its handler is. Not thread-safe.
public final class Request {
    private final Method method;
    private final String path;
    private final Map<String, String> parameters;
    private final @Nullable String rawQuery;
    private final Map<String, List<String>> query;
    private final Map<String, List<String>> headers;
    private byte[] body = new byte[0];
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final Connection connection;
    private Caller caller = Caller.NOBODY;
    private String heard = "";
    private @Nullable Map<String, String> cookies;
    private @Nullable Map<String, List<String>> form;

    /// What carries a request.
    ///
    /// @param encrypted whether it is TLS
    /// @param old whether HTTP/1.0 is spoken, as proxies do that do not say for whom they ask
    public record Connection(boolean encrypted, boolean old) {}

    /// @param path as it was sent, without the query
    /// @param query as it was sent, or null
    /// @param headers by their names in lower case
    /// @param remote whose connection it came by
    public Request(
            Method method,
            String path,
            Map<String, String> parameters,
            @Nullable String query,
            Map<String, List<String>> headers,
            InetSocketAddress remote,
            InetSocketAddress local,
            Connection connection) {
        this.method = method;
        this.path = path;
        this.parameters = parameters;
        this.rawQuery = query;
        this.query = Encoded.fields(query);
        this.headers = headers;
        this.remote = remote;
        this.local = local;
        this.connection = connection;
    }

    /// The path with the query, as they were sent.
    public String address() {
        return rawQuery == null ? path : path + "?" + rawQuery;
    }

    public Method method() {
        return method;
    }

    /// What live changes had told when the request came, as the id of an event; empty when its
    /// answer follows none.
    public String heard() {
        return heard;
    }

    /// Sets it.
    public void heard(String id) {
        heard = id;
    }

    public String path() {
        return path;
    }

    /// A parameter of the route's path.
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no parameter " + name);
        }
        return value;
    }

    /// The first value of the query under the name; empty texts count as absent.
    public Optional<String> query(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    /// The query, each name with its values.
    public Map<String, List<String>> query() {
        return query;
    }

    /// A whole number of the query.
    ///
    /// @throws Problem `INVALID` when it is none or out of range
    public int number(String name, int usual, int least, int most) {
        String text = query(name).orElse(null);
        if (text == null) {
            return usual;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Problem(
                ProblemCode.INVALID,
                name + " must be a whole number from " + least + " to " + most,
                "");
    }

    public Optional<String> header(String name) {
        List<String> values =
                headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// All values of a header.
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of());
    }

    public Optional<String> cookie(String name) {
        Map<String, String> read = cookies;
        if (read == null) {
            read = new LinkedHashMap<>();
            for (String line : headers("cookie")) {
                for (String pair : line.split(";", -1)) {
                    int equals = pair.indexOf('=');
                    if (equals > 0) {
                        read.putIfAbsent(
                                pair.substring(0, equals).strip(),
                                pair.substring(equals + 1).strip());
                    }
                }
            }
            cookies = read;
        }
        return Optional.ofNullable(read.get(name));
    }

    public byte[] body() {
        return body.clone();
    }

    /// The body as a JSON object.
    ///
    /// @throws Refusal 415 when something else was sent, 400 when it is no JSON object
    public Map<String, @Nullable Object> json() {
        String type = header("content-type").orElse("application/json");
        String bare = type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        if (!bare.equals("application/json") && !bare.endsWith("+json")) {
            throw new Refusal(415, "the body is " + type, "send application/json");
        }
        Object value = JsonBody.read(body);
        if (value instanceof Map<?, ?> map) {
            var object = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((name, each) -> object.put(String.valueOf(name), each));
            return object;
        }
        throw new Refusal(400, "the body is not a JSON object", "");
    }

    /// The body as a JSON object; an empty one when there is no body.
    public Map<String, @Nullable Object> jsonOrEmpty() {
        return body.length == 0 ? Map.of() : json();
    }

    /// A field of the form that was sent; empty texts count as absent.
    public Optional<String> form(String name) {
        return form().getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /// The fields of the form that was sent; none when something else was.
    public Map<String, List<String>> form() {
        Map<String, List<String>> read = form;
        if (read == null) {
            boolean sent =
                    header("content-type")
                            .map(type -> type.startsWith("application/x-www-form-urlencoded"))
                            .orElse(false);
            read = sent ? Encoded.fields(new String(body, StandardCharsets.UTF_8)) : Map.of();
            form = read;
        }
        return read;
    }

    /// Whether a part of a page is wanted, by a script of ours.
    public boolean partial() {
        return header("hx-request").isPresent();
    }

    /// The address of the other end of the connection.
    public InetSocketAddress remote() {
        return remote;
    }

    /// The address of this end.
    public InetSocketAddress local() {
        return local;
    }

    public boolean encrypted() {
        return connection.encrypted();
    }

    /// Whether it was asked by HTTP/1.0, as proxies do that do not say for whom they ask.
    public boolean old() {
        return connection.old();
    }

    /// Who sent it; nobody before the gate has decided.
    public Caller caller() {
        return caller;
    }

    void with(byte[] read) {
        body = read;
    }

    void from(Caller known) {
        caller = known;
    }
}
