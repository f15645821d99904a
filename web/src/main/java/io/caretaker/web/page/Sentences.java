package io.caretaker.web.page;

/// Texts of the daemon as sentences of a page. Pure.
final class Sentences {
    private Sentences() {}

    /// With a capital at its beginning.
    static String capital(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
