package io.caretaker.web.page;

import io.caretaker.web.access.Entrance;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.ProblemAnswer;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// Logging in with a token, and out. Thread-safe.
public final class Login {
    private static final String PATH = "/login";
    private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*");

    private final Entrance entrance;
    private final Frames frames;

    public Login(Entrance entrance, Frames frames) {
        this.entrance = entrance;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, PATH, Access.OPEN, this::page),
                Route.page(Method.POST, PATH, Access.OPEN, this::logIn),
                Route.page(Method.POST, "/logout", Access.OPEN, this::logOut));
    }

    /// What a person sees when something went wrong: the log-in, when that is what is missing.
    public Answer.Whole error(ProblemAnswer problem, Request request) {
        boolean toLogin =
                problem.status() == 401
                        && request.method() == Method.GET
                        && !request.partial()
                        && request.header("authorization").isEmpty();
        if (!toLogin) {
            return frames.error(problem, request);
        }
        String next = request.address();
        return Answer.to(
                next.equals("/")
                        ? PATH
                        : PATH + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    /// A path of ours to go to; anything else becomes the first page.
    static String safe(String next) {
        boolean own =
                OWN_PATH.matcher(next).matches()
                        && !next.startsWith(PATH)
                        && !next.startsWith("/logout");
        return own ? next : "/";
    }

    private Answer page(Request request) {
        return page(request, 200, "");
    }

    private Answer.Whole page(Request request, int status, String wrong) {
        String next = safe(request.form("next").or(() -> request.query("next")).orElse("/"));
        Answer.Whole page =
                frames.page("login", "Log in", null, request, new LoginPage(next, wrong));
        return new Answer.Whole(status, page.type(), page.body(), page.headers());
    }

    private Answer logIn(Request request) {
        String secret = request.form("token").orElse("");
        boolean remembered = request.form("remember").isPresent();
        return switch (entrance.logIn(request, secret, remembered)) {
            case Entrance.LogIn.Done(String cookie) ->
                    Answer.to(safe(request.form("next").orElse("/")))
                            .with(AnswerHeader.SET_COOKIE, cookie);
            case Entrance.LogIn.Unknown() ->
                    page(request, 401, "This token is not known, has expired or was revoked.");
            case Entrance.LogIn.Impossible() ->
                    page(
                            request,
                            503,
                            "Tokens cannot be checked just now; caretaker's log says why.");
            case Entrance.LogIn.TooOften(Duration pause) ->
                    page(request, 429, "Too many tries. Wait " + words(pause) + ".")
                            .with(AnswerHeader.RETRY_AFTER, String.valueOf(pause.toSeconds() + 1));
        };
    }

    private static String words(Duration pause) {
        long seconds = pause.toSeconds() + 1;
        return seconds < 100 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }

    private Answer logOut(Request request) {
        return Answer.to(PATH).with(AnswerHeader.SET_COOKIE, entrance.logOut(request));
    }
}
