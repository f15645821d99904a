package io.caretaker.web.page;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Delivery;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The files that pages need: style, scripts, icon. Each address holds the tag of its content, so
/// that a browser may keep it for ever. Immutable, thread-safe.
public final class Files {
    private static final List<String> NAMES =
            List.of(
                    "caretaker.css",
                    "caretaker.js",
                    "htmx.js",
                    "question.js",
                    "theme.js",
                    "uplot.js",
                    "uplot.css",
                    "icon.svg",
                    "LICENSES.txt");

    private final Map<String, File> files = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record File(String tag, String type, byte[] content, byte[] compressed) {}

    public Files() {
        for (String name : NAMES) {
            byte[] content = read(name);
            String tag = Answer.tag(content).replace("\"", "");
            files.put(name, new File(tag, type(name), content, Delivery.gzip(content)));
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = Files.class.getResourceAsStream("/io/caretaker/web/static/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.'))) {
            case ".css" -> "text/css; charset=utf-8";
            case ".js" -> "text/javascript; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> "text/plain; charset=utf-8";
        };
    }

    /// The address of a file.
    public String address(String name) {
        File file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("there is no file " + name);
        }
        return "/static/" + file.tag() + "/" + name;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/static/{tag}/{name}", Access.OPEN, this::answer));
    }

    private Answer answer(Request request) {
        File file = files.get(request.parameter("name"));
        if (file == null) {
            throw new Refusal(404, "there is no such file", "");
        }
        boolean gzip =
                request.header("accept-encoding").map(each -> each.contains("gzip")).orElse(false);
        var answer =
                new Answer.Whole(
                        200, file.type(), gzip ? file.compressed() : file.content(), Map.of());
        // An old address may be asked for with what is now in the file, which nobody shall keep.
        boolean newest = file.tag().equals(request.parameter("tag"));
        answer =
                answer.with(
                        AnswerHeader.CACHE_CONTROL,
                        newest ? "public, max-age=31536000, immutable" : "no-cache");
        return gzip ? answer.with(AnswerHeader.CONTENT_ENCODING, "gzip") : answer;
    }
}
