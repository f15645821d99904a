package io.caretaker.channels.email;

import io.caretaker.core.alert.SendReply;
import io.caretaker.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hides a password in what a server says, as it is and inside of what is in base64.
final class ReplyMask {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{4,}={0,2}");

    private ReplyMask() {}

    static SendReply hide(SendReply reply, Secret password) {
        String detail = hide(reply.detail(), password.reveal());
        return switch (reply) {
            case SendReply.Delivered _ -> new SendReply.Delivered(detail);
            case SendReply.Partly _ -> new SendReply.Partly(detail);
            case SendReply.Later(var _, var pause) -> new SendReply.Later(detail, pause);
            case SendReply.ChannelRefused _ -> new SendReply.ChannelRefused(detail);
            case SendReply.MessageRefused _ -> new SendReply.MessageRefused(detail);
        };
    }

    private static String hide(String text, String password) {
        if (password.isEmpty()) {
            return text;
        }
        return BASE64.matcher(text.replace(password, "***"))
                .replaceAll(match ->
                        contains(match.group(), password)
                                ? "***"
                                : Matcher.quoteReplacement(match.group()));
    }

    private static boolean contains(String base64, String password) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return new String(bytes, StandardCharsets.UTF_8).contains(password);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
