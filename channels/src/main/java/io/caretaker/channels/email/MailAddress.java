package io.caretaker.channels.email;

import io.caretaker.channels.text.SafeText;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Addresses in the form `name@example.com` or `Name <name@example.com>`.
public final class MailAddress {
    private MailAddress() {}

    /// Reads one address. A domain in other letters becomes its ASCII form.
    ///
    /// @throws Problem when it is none
    public static InternetAddress of(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw problem(text, "it has control characters", null);
        }
        try {
            var read = InternetAddress.parse(text, false);
            if (read.length != 1 || read[0].isGroup()) {
                throw problem(text, "it has to be exactly one", null);
            }
            var address =
                    new InternetAddress(
                            ascii(text, read[0].getAddress()),
                            read[0].getPersonal(),
                            StandardCharsets.UTF_8.name());
            address.validate();
            return address;
        } catch (AddressException | UnsupportedEncodingException e) {
            throw problem(text, SafeText.line(String.valueOf(e.getMessage()), 200), e);
        }
    }

    private static String ascii(String text, String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || at == address.length() - 1) {
            throw problem(text, "it has no name or no domain", null);
        }
        try {
            String plain = address.substring(0, at) + "@" + domain(address.substring(at + 1));
            if (plain.chars()
                    .anyMatch(each -> each <= ' ' || each > '~' || each == '<' || each == '>')) {
                throw problem(text, "only ASCII characters are possible before the @", null);
            }
            return plain;
        } catch (IllegalArgumentException e) {
            throw problem(text, "its domain is none", e);
        }
    }

    private static String domain(String domain) {
        return domain.startsWith("[") ? domain : IDN.toASCII(domain);
    }

    private static Problem problem(String text, String why, @Nullable Exception cause) {
        return new Problem(
                ProblemCode.CONFIGURATION,
                "'" + SafeText.line(text, 100) + "' is no mail address: " + why,
                "write name@example.com or Name <name@example.com>",
                cause);
    }
}
