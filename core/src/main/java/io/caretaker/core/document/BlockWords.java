package io.caretaker.core.document;

import io.caretaker.core.recovery.BlockUntil;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A block as people write it: `none`, `acknowledged`, or a time such as `3600`, `90s`, `30m`, `2h`
/// or `1d`.
final class BlockWords {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})([smhd]?)");

    private BlockWords() {}

    static String of(BlockUntil block) {
        return switch (block) {
            case BlockUntil.Cooldown _ -> "none";
            case BlockUntil.Acknowledged _ -> "acknowledged";
            case BlockUntil.Elapsed(Duration time) -> Long.toString(time.toSeconds());
        };
    }

    /// Throws [IllegalArgumentException] for what is none of these.
    static BlockUntil read(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        Matcher time = TIME.matcher(word);
        if (word.equals("none")) {
            return new BlockUntil.Cooldown();
        }
        if (word.equals("acknowledged")) {
            return new BlockUntil.Acknowledged();
        }
        if (!time.matches()) {
            throw new IllegalArgumentException(
                    "recovery.block_until must be none, acknowledged or a time such as 2h, but is '"
                            + text
                            + "'");
        }
        long unit =
                switch (time.group(2)) {
                    case "m" -> 60;
                    case "h" -> 3600;
                    case "d" -> 86400;
                    default -> 1;
                };
        return new BlockUntil.Elapsed(Duration.ofSeconds(Long.parseLong(time.group(1)) * unit));
    }
}
