package io.caretaker.web.page;

import io.caretaker.core.liveness.LoopSilence;
import io.caretaker.core.problem.Problem;
import io.caretaker.web.Daemon;
import io.caretaker.web.access.Token;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is in force, and how caretaker itself is. Changes nothing.
public final class SettingsPages {
    private final Daemon daemon;
    private final Frames frames;
    private final Supplier<List<Token>> tokens;

    /// @param tokens who may come in
    public SettingsPages(Daemon daemon, Frames frames, Supplier<List<Token>> tokens) {
        this.daemon = daemon;
        this.frames = frames;
        this.tokens = tokens;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/settings", Access.VIEWER, this::page));
    }

    private Answer page(Request request) {
        Map<String, @Nullable Object> document = daemon.tools().settings().get();
        var page =
                new SettingsPage(
                        facts(),
                        daemon.caretaker().heartbeat().loops().stream()
                                .map(SettingsPages::loop)
                                .toList(),
                        document.get("file") == null ? "" : String.valueOf(document.get("file")),
                        settings(document.get("settings")),
                        request.caller().access().includes(Access.ADMIN) ? tokens() : List.of(),
                        texts(document.get("notes")));
        return frames.page("settings", "Settings", Section.SETTINGS, request, page);
    }

    /// None where they cannot be read; the log says why.
    private List<SettingsPage.TokenLine> tokens() {
        Instant now = daemon.clock().instant();
        try {
            return tokens.get().stream().map(each -> line(each, now)).toList();
        } catch (Problem _) {
            return List.of();
        }
    }

    private static SettingsPage.TokenLine line(Token token, Instant now) {
        Instant end = token.expires();
        return new SettingsPage.TokenLine(
                token.name(),
                token.role().word(),
                end == null ? "" : "ends " + When.of(end, now).relative());
    }

    private List<SettingsPage.Fact> facts() {
        return List.of(
                new SettingsPage.Fact("Version", daemon.version()),
                new SettingsPage.Fact("Runs on", daemon.node()),
                new SettingsPage.Fact("Java", System.getProperty("java.version", "")),
                new SettingsPage.Fact("Store", daemon.store().location()),
                new SettingsPage.Fact("State", daemon.state().toString()),
                new SettingsPage.Fact(
                        "Results that wait for the store",
                        String.valueOf(daemon.caretaker().backlog())));
    }

    private static SettingsPage.Loop loop(LoopSilence loop) {
        return new SettingsPage.Loop(
                loop.loop().replace("caretaker-", ""),
                loop.silent().toSeconds() < 1
                        ? "just now"
                        : Amounts.duration(loop.silent()) + " ago",
                Amounts.duration(loop.limit()),
                loop.silent().compareTo(loop.limit()) <= 0);
    }

    private static List<SettingsPage.Setting> settings(@Nullable Object list) {
        var settings = new ArrayList<SettingsPage.Setting>();
        if (list instanceof List<?> rows) {
            for (Object row : rows) {
                if (row instanceof Map<?, ?> fields) {
                    settings.add(
                            new SettingsPage.Setting(
                                    String.valueOf(fields.get("key")),
                                    fields.get("value") == null
                                            ? ""
                                            : String.valueOf(fields.get("value")),
                                    String.valueOf(fields.get("origin"))));
                }
            }
        }
        return settings;
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> rows
                ? rows.stream().map(String::valueOf).toList()
                : List.of();
    }
}
