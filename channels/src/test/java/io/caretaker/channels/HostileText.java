package io.caretaker.channels;

import java.util.Random;

/// Texts nobody writes by mistake, the same for the same seed.
public final class HostileText {
    private static final String[] PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\u0000",
        "\u001b[31m",
        "\u0085",
        "\u2028",
        "\u202e",
        "\ud83d",
        "\udd25",
        "\ud83d\udd25",
        "e\u0301",
        "{{",
        "}}",
        "{{title}}",
        "{{{text}}}",
        "{{#lines}}",
        "{{>other}}",
        "<script>alert(1)</script>",
        "<img src=http://example.com/x>",
        "&amp;",
        "\"",
        "'",
        "]",
        "\\",
        "Bcc: other@example.com",
        "\r\nBcc: other@example.com\r\n",
        "\r\n.\r\n",
        "=?utf-8?q?x?=",
        "%s%n",
        "\uffff",
        " ",
        "word",
        "Überwachung",
        "数据库"
    };

    private final Random random;

    public HostileText(long seed) {
        random = new Random(seed);
    }

    /// Some pieces in a row.
    public String next(int most) {
        var text = new StringBuilder();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
