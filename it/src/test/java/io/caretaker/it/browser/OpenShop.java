package io.caretaker.it.browser;

import com.microsoft.playwright.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A browser and a shop for all tests of a class, in a directory that goes with them.
final class OpenShop implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Path directory;
    private @Nullable Chromium chromium;
    private @Nullable Shop shop;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        chromium = Chromium.start();
        directory = Files.createTempDirectory("caretaker-shop");
        shop = Shop.open(directory);
    }

    Shop shop() {
        return Objects.requireNonNull(shop);
    }

    /// A window on the dashboard of the shop, as a person with that screen has it.
    Window window(Screen screen) {
        return window(screen, _ -> {});
    }

    /// The same, with other wishes.
    Window window(Screen screen, Consumer<Browser.NewContextOptions> wishes) {
        return Objects.requireNonNull(chromium).window(shop().caretaker.address(), screen, wishes);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (shop != null) {
            shop.close();
        }
        if (chromium != null) {
            chromium.close();
        }
        if (directory != null) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }
}
