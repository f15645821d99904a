package io.caretaker.channels.text;

/// Caretaker's own templates. They stand beside this class as files and are examples for others.
public final class UsualTemplates {
    /// Gmail, for one, hides what goes beyond 102 kB.
    public static final int MOST_BYTES = 100_000;

    public static final MessageTemplate TITLE =
            MessageTemplate.usual("title.mustache", false, MOST_BYTES);
    public static final MessageTemplate TEXT =
            MessageTemplate.usual("text.mustache", false, MOST_BYTES);
    public static final MessageTemplate HTML =
            MessageTemplate.usual("html.mustache", true, MOST_BYTES);

    private UsualTemplates() {}
}
