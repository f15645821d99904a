package io.caretaker.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.caretaker.testkit.server.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Debian's Chromium, without a window.
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Starts it; skips the test where there is none, unless all is required.
    static Chromium start() {
        if (!Files.isExecutable(PROGRAM)) {
            Programs.missing("chromium (" + PROGRAM + ")");
        }
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(PROGRAM)
                                        .setChromiumSandbox(false)
                                        .setArgs(
                                                List.of(
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--no-first-run",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
        return new Chromium(playwright, browser);
    }

    /// A window of its own, as a person with that screen and those wishes has it.
    Window window(String address, Screen screen, Consumer<Browser.NewContextOptions> wishes) {
        Browser.NewContextOptions options = screen.options();
        wishes.accept(options);
        return new Window(browser.newContext(options), address, screen);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
