package io.caretaker.web.metrics;

import java.nio.charset.StandardCharsets;

/// Names and values that tell one value of a family from the others, as they are written.
/// Immutable.
final class Labels {
    static final Labels EMPTY = new Labels("");

    private final String text;
    private final byte[] bytes;

    private Labels(String text) {
        this.text = text;
        this.bytes = (text.isEmpty() ? "" : "{" + text + "}").getBytes(StandardCharsets.UTF_8);
    }

    /// @param namesAndValues in turn
    static Labels of(String... namesAndValues) {
        Labels labels = EMPTY;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels = labels.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }

    /// The same with one more.
    Labels add(String name, String value) {
        String more = name + "=\"" + escaped(value) + "\"";
        return new Labels(text.isEmpty() ? more : text + "," + more);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /// In braces; nothing without labels. Not to be written to.
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return text;
    }
}
