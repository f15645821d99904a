package io.caretaker.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How soon a real browser paints the overview, with nothing kept and with the files kept, on a
/// phone and on a desk. Prints a table.
///
/// Arguments: address of the dashboard, program of the browser, loads of each kind.
public final class PaintBench {
    private static final String MEASURE =
            """
            () => new Promise((told) => {
              let largest = 0;
              const seen = (entries) => entries.forEach((each) => { largest = Math.max(largest, each.startTime); });
              const observer = new PerformanceObserver((list) => seen(list.getEntries()));
              observer.observe({ type: 'largest-contentful-paint', buffered: true });
              requestAnimationFrame(() => requestAnimationFrame(() => {
                seen(observer.takeRecords());
                const page = performance.getEntriesByType('navigation')[0];
                const paint = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
                const all = [page, ...performance.getEntriesByType('resource')];
                told({
                  first: paint('first-paint'), content: paint('first-contentful-paint'), largest,
                  answered: page.responseStart, ready: page.domContentLoadedEventEnd, loaded: page.loadEventEnd,
                  bytes: all.reduce((sum, each) => sum + each.transferSize, 0),
                  elements: document.querySelectorAll('*').length,
                });
              }));
            })\
            """;

    private PaintBench() {}

    /// One load; times are milliseconds since the browser was sent there.
    private record Load(
            double answered,
            double first,
            double content,
            double largest,
            double ready,
            double loaded,
            double bytes,
            double elements) {
        static Load of(Page page) {
            Map<?, ?> seen = (Map<?, ?>) page.evaluate(MEASURE);
            ToDoubleFunction<String> number =
                    name -> seen.get(name) instanceof Number it ? it.doubleValue() : Double.NaN;
            return new Load(
                    number.applyAsDouble("answered"),
                    number.applyAsDouble("first"),
                    number.applyAsDouble("content"),
                    number.applyAsDouble("largest"),
                    number.applyAsDouble("ready"),
                    number.applyAsDouble("loaded"),
                    number.applyAsDouble("bytes"),
                    number.applyAsDouble("elements"));
        }
    }

    public static void main(String[] args) {
        int loads = Integer.parseInt(args[2]);
        var launch =
                new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(args[1]))
                        .setChromiumSandbox(false)
                        .setArgs(List.of("--disable-gpu", "--disable-background-networking"));
        var create =
                new Playwright.CreateOptions()
                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        try (Playwright playwright = Playwright.create(create);
                Browser browser = playwright.chromium().launch(launch)) {
            System.out.printf("%nChromium %s, %d loads of each kind%n", browser.version(), loads);
            System.out.printf(
                    "%-20s %-12s %-12s %-12s %-12s %-12s %-12s %8s %9s%n",
                    "ms, p50 / p95",
                    "answered",
                    "first paint",
                    "first content",
                    "largest",
                    "ready",
                    "loaded",
                    "kB",
                    "elements");
            cold(browser, args[0], 390, 844, 3);
            for (int[] screen : new int[][] {{390, 844}, {1280, 900}}) {
                String name = screen[0] + " px, ";
                print(name + "cold", cold(browser, args[0], screen[0], screen[1], loads));
                print(name + "warm", warm(browser, args[0], screen[0], screen[1], loads));
            }
        }
    }

    /// Each in a profile of its own, in which nothing is kept.
    private static List<Load> cold(
            Browser browser, String address, int width, int height, int loads) {
        var all = new ArrayList<Load>();
        for (int i = 0; i < loads; i++) {
            try (BrowserContext context = context(browser, width, height)) {
                all.add(load(context.newPage(), address));
            }
        }
        return all;
    }

    /// All in one profile, which has been there once.
    private static List<Load> warm(
            Browser browser, String address, int width, int height, int loads) {
        var all = new ArrayList<Load>();
        try (BrowserContext context = context(browser, width, height)) {
            Page page = context.newPage();
            load(page, address);
            for (int i = 0; i < loads; i++) {
                page.navigate("about:blank");
                all.add(load(page, address));
            }
        }
        return all;
    }

    private static BrowserContext context(Browser browser, int width, int height) {
        return browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height));
    }

    private static Load load(Page page, String address) {
        page.navigate(address);
        page.waitForFunction("() => performance.getEntriesByName('first-contentful-paint').length");
        return Load.of(page);
    }

    private static void print(String name, List<Load> loads) {
        System.out.printf(
                Locale.ROOT,
                "%-20s %-12s %-12s %-13s %-12s %-12s %-12s %8.1f %9.0f%n",
                name,
                pair(loads, Load::answered),
                pair(loads, Load::first),
                pair(loads, Load::content),
                pair(loads, Load::largest),
                pair(loads, Load::ready),
                pair(loads, Load::loaded),
                at(loads, Load::bytes, 0.5) / 1000,
                at(loads, Load::elements, 0.5));
    }

    private static String pair(List<Load> loads, ToDoubleFunction<Load> what) {
        return String.format(
                Locale.ROOT, "%.0f / %.0f", at(loads, what, 0.5), at(loads, what, 0.95));
    }

    /// The value that this share of the loads does not exceed.
    private static double at(List<Load> loads, ToDoubleFunction<Load> what, double share) {
        double[] sorted = loads.stream().mapToDouble(what).sorted().toArray();
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
