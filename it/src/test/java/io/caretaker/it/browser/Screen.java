package io.caretaker.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/// What a person looks at a page with.
enum Screen {
    PHONE_LIGHT(390, 844, false),
    PHONE_DARK(390, 844, true),
    DESKTOP_LIGHT(1280, 900, false),
    DESKTOP_DARK(1280, 900, true);

    final int width;
    final int height;
    final boolean dark;

    Screen(int width, int height, boolean dark) {
        this.width = width;
        this.height = height;
        this.dark = dark;
    }

    /// What the browser is told of it.
    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT);
    }

    /// As files are named.
    String label() {
        return width + (dark ? "-dark" : "-light");
    }
}
