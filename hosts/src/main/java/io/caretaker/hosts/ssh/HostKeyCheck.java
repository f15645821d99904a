package io.caretaker.hosts.ssh;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.List;
import java.util.stream.Collectors;

/// Words for what the known hosts say to a key. Pure.
final class HostKeyCheck {
    private HostKeyCheck() {}

    /// Throws [Problem] unless the key is trusted.
    static void require(Target target, HostKey key, KnownHosts.Verdict verdict) {
        switch (verdict) {
            case KnownHosts.Verdict.Trusted _ -> {}
            case KnownHosts.Verdict.Unknown _ ->
                    throw new Problem(
                            ProblemCode.UNREACHABLE,
                            "the host key of " + target + " is not known: " + shown(key),
                            "compare it with `ssh-keygen -lf` on the host itself, then accept it:"
                                    + " caretaker host trust "
                                    + target.id());
            case KnownHosts.Verdict.Revoked _ ->
                    throw new Problem(
                            ProblemCode.UNREACHABLE,
                            "the host key of " + target + " is revoked: " + shown(key),
                            "a known_hosts file marks it @revoked: somebody has stolen it");
            case KnownHosts.Verdict.Changed(List<HostKey> known) ->
                    throw new Problem(
                            ProblemCode.UNREACHABLE,
                            "THE HOST KEY OF "
                                    + target
                                    + " HAS CHANGED: it shows "
                                    + shown(key)
                                    + ", but known is "
                                    + known.stream()
                                            .map(HostKeyCheck::shown)
                                            .collect(Collectors.joining(", ")),
                            "somebody may be listening in. Only if the host was installed anew:"
                                    + " caretaker host trust --remove "
                                    + target.id()
                                    + ", then caretaker host trust "
                                    + target.id());
        }
    }

    private static String shown(HostKey key) {
        return key.type() + " " + key.fingerprint();
    }
}
