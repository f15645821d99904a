package io.caretaker.hosts.ssh;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;

/// Turns what the library throws into words for people. Pure.
final class Reasons {
    private Reasons() {}

    static Problem notConnected(Target target, Exception e) {
        return new Problem(
                ProblemCode.UNREACHABLE,
                "cannot connect to " + target + " by SSH: " + words(e),
                "is the host up, and is ssh_config.port right?",
                e);
    }

    static Problem notLoggedIn(Target target, Exception e) {
        boolean refused =
                e instanceof SshException ssh
                        && ssh.getDisconnectCode()
                                == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
        return refused
                ? new Problem(
                        ProblemCode.UNREACHABLE,
                        target + " does not accept " + key(target),
                        "add the public key to ~" + target.user() + "/.ssh/authorized_keys there",
                        e)
                : new Problem(
                        ProblemCode.UNREACHABLE,
                        "cannot log in to " + target + ": " + words(e),
                        "",
                        e);
    }

    private static String key(Target target) {
        return target.keyPath() == null
                ? "any key of the agent or of ~/.ssh"
                : "the key " + target.keyPath();
    }

    /// The innermost sensible reason.
    static String words(Throwable e) {
        Throwable cause = e;
        for (Throwable next = e; next != null; next = next.getCause()) {
            cause = next;
        }
        return switch (cause) {
            case TimeoutException _ -> "no answer in time";
            case UnresolvedAddressException _, UnknownHostException _ ->
                    "there is no such name or address";
            default -> text(cause.getMessage(), cause);
        };
    }

    private static String text(@Nullable String message, Throwable cause) {
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return text.toLowerCase(Locale.ROOT).contains("timeout") ? "no answer in time" : text;
    }
}
