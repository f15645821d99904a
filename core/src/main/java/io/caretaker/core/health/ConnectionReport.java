package io.caretaker.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a database could be watched with a log-in, and what is missing. Holds no secret.
///
/// @param message one plain sentence
/// @param details the server's own message with its code, or null
/// @param missing privileges and whatever else keeps something from being seen, each with what
///   would help
/// @param advice what could be better, and hinders nothing
/// @param version as the server says it; null when it did not come to that
/// @param metrics names of what could be read, in alphabetical order
/// @param took from the first attempt to the verdict
/// @param legs how far it came, and where it ended
public record ConnectionReport(
        EngineKind engine,
        String address,
        Verdict verdict,
        String message,
        @Nullable String details,
        List<String> missing,
        List<String> advice,
        @Nullable String version,
        @Nullable String fingerprint,
        List<String> metrics,
        Instant at,
        Duration took,
        List<ConnectionLeg> legs) {
    public ConnectionReport {
        legs = List.copyOf(legs);
        missing = List.copyOf(missing);
        advice = List.copyOf(advice);
        metrics = List.copyOf(metrics);
    }

    /// What it comes to.
    public enum Verdict {
        /// All that caretaker looks for can be seen.
        READY,
        /// It can be watched, and something cannot be seen.
        LIMITED,
        VERSION_NOT_SUPPORTED,
        /// Another engine answers there.
        OTHER_ENGINE,
        LOG_IN_REFUSED,
        /// TLS could not be agreed on or the certificate was not accepted.
        TLS_NOT_ACCEPTED,
        NOT_REACHABLE,
        /// It is starting, stopping or full: try again later.
        NOT_READY,
        /// Nothing was found out about the server, by a fault on caretaker's side.
        UNKNOWN;

        /// The word as documents have it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether it can be watched.
        public boolean usable() {
            return this == READY || this == LIMITED;
        }
    }

    /// With the way that was gone, and more that could be better.
    public ConnectionReport by(List<ConnectionLeg> way, List<String> moreAdvice) {
        var all = new ArrayList<>(advice);
        all.addAll(moreAdvice);
        return new ConnectionReport(
                engine,
                address,
                verdict,
                message,
                details,
                missing,
                all,
                version,
                fingerprint,
                metrics,
                at,
                took,
                way);
    }

    /// Judges what the server answered.
    public static ConnectionReport of(
            DatabaseTarget target, DatabaseReply reply, Instant at, Duration took) {
        return switch (reply) {
            case DatabaseReply.Reached reached -> reached(target, reached, at, took);
            case DatabaseReply.Refused refused -> refused(target, refused, at, took);
            case DatabaseReply.Unknown unknown ->
                    failed(target, Verdict.UNKNOWN, unknown.message(), null, at, took);
        };
    }

    private static ConnectionReport reached(
            DatabaseTarget target, DatabaseReply.Reached reached, Instant at, Duration took) {
        var missing = new ArrayList<String>();
        var advice = new ArrayList<String>();
        reached.notes().forEach(note -> (privilege(note) ? missing : advice).add(note));
        EngineKind engine = target.engine();
        var standing = SupportedVersions.of(engine, reached.version());
        String made = "caretaker is made for " + engine.title() + " " + engine.versions();
        if (standing == SupportedVersions.Standing.NEWER) {
            advice.add(made + "; " + reached.version() + " is newer and not tried");
        }
        if (target.tls() == DatabaseTarget.TlsMode.REQUIRE) {
            advice.add(
                    "the connection is encrypted, and the server's certificate is not verified:"
                            + " TLS mode verify does");
        }
        boolean other = other(engine, reached);
        Verdict verdict =
                other
                        ? Verdict.OTHER_ENGINE
                        : standing == SupportedVersions.Standing.TOO_OLD
                                ? Verdict.VERSION_NOT_SUPPORTED
                                : missing.isEmpty() ? Verdict.READY : Verdict.LIMITED;
        String message =
                switch (verdict) {
                    case OTHER_ENGINE -> String.valueOf(reached.notice());
                    case VERSION_NOT_SUPPORTED ->
                            made + ", but the server is version " + reached.version();
                    case LIMITED -> "the log-in works; some of the server is hidden from it";
                    default -> "the log-in works";
                };
        if (!other && reached.notice() != null) {
            advice.add(reached.notice());
        }
        return new ConnectionReport(
                engine,
                target.address(),
                verdict,
                message,
                null,
                missing,
                advice,
                reached.version(),
                reached.fingerprint(),
                reached.metrics().values().keySet().stream().sorted().toList(),
                at,
                took,
                List.of());
    }

    private static boolean privilege(String note) {
        return note.contains("GRANT ") || note.contains("grantRolesToUser");
    }

    /// Adapters that serve two engines say when they meet the other one.
    private static boolean other(EngineKind engine, DatabaseReply.Reached reached) {
        return reached.notice() != null
                && reached.notice().startsWith("configured as " + engine.label() + ", but ");
    }

    private static ConnectionReport refused(
            DatabaseTarget target, DatabaseReply.Refused refused, Instant at, Duration took) {
        Verdict verdict =
                switch (refused.fault()) {
                    case AUTHENTICATION -> Verdict.LOG_IN_REFUSED;
                    case TLS -> Verdict.TLS_NOT_ACCEPTED;
                    case STARTING, STOPPING, OVERLOADED -> Verdict.NOT_READY;
                    case REFUSED,
                            TIMED_OUT,
                            CLOSED,
                            NAME_NOT_FOUND,
                            UNREACHABLE,
                            UNEXPECTED_ANSWER,
                            NOT_RUNNING,
                            CRITICAL ->
                            Verdict.NOT_REACHABLE;
                };
        String message =
                verdict == Verdict.LOG_IN_REFUSED
                        ? "the server lives and refuses the log-in: " + refused.message()
                        : refused.message();
        return failed(target, verdict, message, refused.details(), at, took);
    }

    private static ConnectionReport failed(
            DatabaseTarget target,
            Verdict verdict,
            String message,
            @Nullable String details,
            Instant at,
            Duration took) {
        List<String> none = List.of();
        return new ConnectionReport(
                target.engine(),
                target.address(),
                verdict,
                message,
                details,
                none,
                none,
                null,
                null,
                none,
                at,
                took,
                List.of());
    }
}
