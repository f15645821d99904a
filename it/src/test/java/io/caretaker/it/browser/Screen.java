package io.caretaker.it.browser;

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

    /// As files are named.
    String label() {
        return width + (dark ? "-dark" : "-light");
    }
}
