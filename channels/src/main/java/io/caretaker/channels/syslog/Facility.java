package io.caretaker.channels.syslog;

import io.caretaker.channels.text.SafeText;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Arrays;
import java.util.Locale;

/// The facilities that programs may write to, with their numbers.
///
/// Source: RFC 5424 (6.2.1).
public enum Facility {
    USER(1),
    MAIL(2),
    DAEMON(3),
    AUTH(4),
    SYSLOG(5),
    LPR(6),
    NEWS(7),
    UUCP(8),
    CRON(9),
    AUTHPRIV(10),
    FTP(11),
    LOCAL0(16),
    LOCAL1(17),
    LOCAL2(18),
    LOCAL3(19),
    LOCAL4(20),
    LOCAL5(21),
    LOCAL6(22),
    LOCAL7(23);

    private final int number;

    Facility(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// The facility of a name such as `daemon`.
    ///
    /// @throws Problem when there is none of that name
    public static Facility of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.CONFIGURATION,
                                "'" + SafeText.line(name, 50) + "' is no facility of syslog",
                                "write daemon, user, cron, auth, local0 to local7, or another of RFC 5424"));
    }
}
