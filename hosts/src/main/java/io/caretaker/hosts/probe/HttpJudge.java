package io.caretaker.hosts.probe;

import io.caretaker.core.check.BodyExpectation;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Decides what a complete answer means.
final class HttpJudge {
    private final InstantSource clock;

    HttpJudge(InstantSource clock) {
        this.clock = clock;
    }

    ProbeReply judge(
            CheckSpec.Http http, HttpResponse<HttpBody> answer, Duration took, Deadline deadline) {
        OptionalLong days = answer.sslSession().map(this::daysLeft).orElse(OptionalLong.empty());
        var metrics = Metrics.builder().put("http_status", answer.statusCode());
        days.ifPresent(left -> metrics.put("certificate_days_left", (double) left));
        return new ProbeReply(outcome(http, answer, took, days, deadline), metrics.build());
    }

    private static Outcome outcome(
            CheckSpec.Http http,
            HttpResponse<HttpBody> answer,
            Duration took,
            OptionalLong days,
            Deadline deadline) {
        int status = answer.statusCode();
        if (!accepted(http, status)) {
            return unexpected(http, "answered " + status, Texts.oneLine(answer.body().text()));
        }
        Outcome wrong = wrongBody(http, answer.body(), deadline);
        if (wrong != null) {
            return wrong;
        }
        String where = HttpQuestion.where(http.url());
        if (days.isPresent() && days.getAsLong() < http.certificateDays()) {
            return new Outcome.Warning(
                    "the certificate of " + where + " expires in " + days.getAsLong() + " days");
        }
        String said = where + " answered " + status + " in " + took.toMillis() + " ms";
        return http.slowAfter() != null && took.compareTo(http.slowAfter()) > 0
                ? new Outcome.Warning(said + ", which is slow")
                : new Outcome.Up(said);
    }

    private static boolean accepted(CheckSpec.Http http, int status) {
        return http.statuses().isEmpty()
                ? status >= 200 && status < 400
                : http.statuses().contains(status);
    }

    private static @Nullable Outcome wrongBody(
            CheckSpec.Http http, HttpBody body, Deadline deadline) {
        try {
            String problem =
                    switch (http.expectation()) {
                        case BodyExpectation.Anything _ -> null;
                        case BodyExpectation.Contains wanted ->
                                body.text().contains(wanted.text())
                                        ? null
                                        : "does not contain the expected text";
                        case BodyExpectation.Matches wanted ->
                                matches(wanted.regex(), body, deadline)
                                        ? null
                                        : "does not match the regular expression";
                        case BodyExpectation.JsonPath wanted ->
                                JsonPaths.problem(body.text(), wanted.path(), wanted.value());
                    };
            return problem == null
                    ? null
                    : unexpected(
                            http, "gave an answer that " + problem, Texts.oneLine(body.text()));
        } catch (ImpatientText.OutOfTime _) {
            return new Outcome.Unknown("the regular expression takes too long", null);
        } catch (PatternSyntaxException | StackOverflowError e) {
            return new Outcome.Unknown("the regular expression cannot be used", e.getMessage());
        }
    }

    private static boolean matches(String regex, HttpBody body, Deadline deadline) {
        return Pattern.compile(regex).matcher(new ImpatientText(body.text(), deadline)).find();
    }

    private OptionalLong daysLeft(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? OptionalLong.of(
                            Duration.between(clock.instant(), certificate.getNotAfter().toInstant())
                                    .toDays())
                    : OptionalLong.empty();
        } catch (SSLPeerUnverifiedException _) {
            return OptionalLong.empty();
        }
    }

    static Outcome unexpected(CheckSpec.Http http, String what, @Nullable String details) {
        return new Outcome.Down(
                Fault.UNEXPECTED_ANSWER, HttpQuestion.where(http.url()) + " " + what, details);
    }
}
