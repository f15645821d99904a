package io.caretaker.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A window of a browser, which writes down what must not happen: errors, and requests to others.
final class Window implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String AXE = axe();
    private static final String JUDGE =
            "async () => { const result = await axe.run(document, {resultTypes: ['violations']});"
                    + " return result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')"
                    + ".map(v => v.id + ': ' + v.nodes.slice(0, 4).map(n => n.target + ' ' + n.failureSummary).join(' | ')); }";

    private static final String DRAW_ALL =
            "() => document.querySelectorAll('*').forEach(each => {"
                    + " if (getComputedStyle(each).contentVisibility === 'auto') each.style.contentVisibility = 'visible'; })";

    /// How long a change may take to be seen, in milliseconds.
    static final double PATIENCE = 40_000;

    private final String address;
    private final Screen screen;
    private final BrowserContext context;
    private final Page page;
    private final List<String> wrong = new ArrayList<>();

    Window(BrowserContext context, String address, Screen screen) {
        this.address = address;
        this.screen = screen;
        this.context = context;
        context.setDefaultTimeout(20_000);
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                wrong.add("console: " + message.text() + " " + message.location());
            }
        });
        page.onPageError(error -> wrong.add("script: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(address) && !request.url().startsWith("data:")) {
                wrong.add("asked another host: " + request.url());
            }
        });
        page.onResponse(response -> {
            if (response.status() >= 500) {
                wrong.add(response.status() + " of " + response.url());
            }
        });
    }

    /// Goes to a page of the dashboard and waits until it is drawn.
    ///
    /// @param status that the answer must have
    Page open(String path, int status) {
        Response response = Objects.requireNonNull(page.navigate(address + path));
        assertThat(response.status()).as(path).isEqualTo(status);
        page.waitForLoadState(LoadState.LOAD);
        return page;
    }

    Page open(String path) {
        return open(path, 200);
    }

    Page page() {
        return page;
    }

    /// Demands that nothing went wrong, that nothing is wider than the window, and that those who
    /// see or move otherwise can use it.
    void judge(String name) {
        assertThat(wrong).as(name + " on " + screen.label()).isEmpty();
        Object width = page.evaluate("() => document.documentElement.scrollWidth");
        assertThat(((Number) width).intValue())
                .as("width of " + name + " on " + screen.label())
                .isLessThanOrEqualTo(screen.width);
        page.evaluate(AXE);
        assertThat((List<?>) page.evaluate(JUDGE))
                .as("accessibility of " + name + " on " + screen.label())
                .isEmpty();
    }

    /// Keeps a picture of the whole page among the artefacts of the build, with what a browser only
    /// draws once it is scrolled to.
    void picture(String name) {
        page.evaluate(DRAW_ALL);
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(PICTURES.resolve(name + "-" + screen.label() + ".png")));
    }

    List<String> wrong() {
        return wrong;
    }

    private static String axe() {
        try (InputStream in = Window.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(in, "axe.min.js").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until there is that text, however busy the machine is.
    static void shows(Locator place, String text) {
        PlaywrightAssertions.assertThat(place)
                .containsText(
                        text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    }

    /// Waits until that text is gone.
    static void showsNoMore(Locator place, String text) {
        PlaywrightAssertions.assertThat(place)
                .not()
                .containsText(
                        text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    }

    @Override
    public void close() {
        context.close();
    }
}
