package io.caretaker.channels.email;

import io.caretaker.channels.ChannelSettings.Email;
import io.caretaker.channels.ChannelSettings.Email.Security;
import io.caretaker.channels.email.SmtpVerdict.Stage;
import io.caretaker.channels.net.Attempt;
import io.caretaker.channels.net.Authorities;
import io.caretaker.channels.net.Dialer;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands one mail over on one connection, step by step. For one use.
final class SmtpDialogue {
    private final Email settings;
    private final @Nullable Secret password;
    private final String node;
    private final SmtpConnection connection;
    private final Attempt attempt;
    private SmtpReply offers = new SmtpReply(250, List.of(""));

    /// For an open connection.
    ///
    /// @param node how this side calls itself
    SmtpDialogue(
            Email settings,
            @Nullable Secret password,
            String node,
            SmtpConnection connection,
            Attempt attempt) {
        this.settings = settings;
        this.password = password;
        this.node = node;
        this.connection = connection;
        this.attempt = attempt;
    }

    /// What became of a mail.
    ///
    /// @param reply of the server to all of it
    /// @param took who has it
    /// @param later who may get it later
    /// @param refused who does not get it, with the server's words
    record Outcome(SendReply reply, List<String> took, List<String> later, List<String> refused) {
        static Outcome nobody(SendReply reply) {
            return new Outcome(reply, List.of(), List.of(), List.of());
        }
    }

    /// The whole of it.
    Outcome send(Mail mail, List<String> recipients) throws IOException {
        SendReply refused = open();
        if (refused == null) {
            refused = sender(mail.from());
        }
        return refused == null ? deliver(mail, recipients) : Outcome.nobody(refused);
    }

    private @Nullable SendReply open() throws IOException {
        if (settings.security() == Security.TLS) {
            secure();
        }
        attempt.stage("waiting for the server's greeting");
        SendReply refused = session("the connection", connection.read(), 220);
        if (refused == null) {
            refused = hello();
        }
        if (refused == null && settings.security() == Security.STARTTLS) {
            refused = startTls();
        }
        return refused == null ? login() : refused;
    }

    private @Nullable SendReply hello() throws IOException {
        attempt.stage("introducing ourselves");
        offers = connection.ask("EHLO " + node);
        if (offers.refused()) {
            offers = connection.ask("HELO " + node);
        }
        return session("EHLO", offers, 250);
    }

    /// A server that suddenly cannot protect the connection may be somebody else.
    private @Nullable SendReply startTls() throws IOException {
        if (!offers.offers("STARTTLS")) {
            return new SendReply.ChannelRefused(
                    "the server offers no STARTTLS; nothing is sent without protection");
        }
        attempt.stage("beginning TLS");
        SendReply refused = session("STARTTLS", connection.ask("STARTTLS"), 220);
        if (refused != null) {
            return refused;
        }
        if (connection.saidMore()) {
            return new SendReply.ChannelRefused(
                    "somebody speaks without protection after STARTTLS; nothing is sent");
        }
        secure();
        return hello();
    }

    private void secure() throws IOException {
        attempt.stage("beginning TLS");
        connection.replace(
                Dialer.secure(
                        connection.socket(),
                        settings.host(),
                        settings.port(),
                        Authorities.context(settings.caFile())));
    }

    private @Nullable SendReply login() throws IOException {
        String user = settings.user();
        if (user == null) {
            return null;
        }
        attempt.stage("logging in");
        String word = password == null ? "" : password.reveal();
        List<String> mechanisms = offers.mechanisms();
        if (mechanisms.contains("PLAIN")) {
            return session(
                    "the log-in",
                    connection.ask("AUTH PLAIN " + base64("\0" + user + "\0" + word)),
                    235);
        }
        if (!mechanisms.contains("LOGIN")) {
            return new SendReply.ChannelRefused(
                    "the server offers no log-in by PLAIN or LOGIN"
                            + (settings.security() == Security.NONE ? " without TLS" : ""));
        }
        SendReply refused = session("the log-in", connection.ask("AUTH LOGIN"), 334);
        if (refused == null) {
            refused = session("the log-in", connection.ask(base64(user)), 334);
        }
        return refused == null ? session("the log-in", connection.ask(base64(word)), 235) : refused;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable SendReply session(String what, SmtpReply reply, int wanted) {
        return reply.code() == wanted ? null : SmtpVerdict.of(Stage.SESSION, what, reply);
    }

    private @Nullable SendReply sender(String from) throws IOException {
        attempt.stage("naming the sender");
        SmtpReply reply = connection.ask("MAIL FROM:<" + from + ">");
        return reply.good() ? null : SmtpVerdict.of(Stage.SENDER, "the sender " + from, reply);
    }

    private Outcome deliver(Mail mail, List<String> recipients) throws IOException {
        var took = new ArrayList<String>();
        var later = new ArrayList<String>();
        var refused = new ArrayList<String>();
        SendReply last = new SendReply.Later("there are no recipients", null);
        for (String each : recipients) {
            attempt.stage("naming the recipient " + each);
            SmtpReply reply = connection.ask("RCPT TO:<" + each + ">");
            if (reply.good()) {
                took.add(each);
                continue;
            }
            last = SmtpVerdict.of(Stage.RECIPIENT, "the recipient " + each, reply);
            (reply.refused() ? refused : later).add(each + " (" + reply + ")");
            if (reply.code() == 421) {
                return Outcome.nobody(last);
            }
        }
        SendReply reply = took.isEmpty() ? none(last, later, refused) : content(mail);
        boolean allRefused = took.isEmpty() && later.isEmpty();
        return reply instanceof SendReply.Delivered || allRefused
                ? new Outcome(reply, took, later, refused)
                : Outcome.nobody(reply);
    }

    private static SendReply none(SendReply last, List<String> later, List<String> refused) {
        if (later.isEmpty() && refused.size() > 1) {
            return new SendReply.ChannelRefused(
                    "all recipients were refused: " + String.join("; ", refused));
        }
        return later.isEmpty()
                ? last
                : new SendReply.Later(
                        "no recipient was accepted: " + String.join("; ", later), null);
    }

    private SendReply content(Mail mail) throws IOException {
        attempt.stage("sending the content");
        SmtpReply data = connection.ask("DATA");
        if (data.code() != 354) {
            return SmtpVerdict.of(Stage.CONTENT, "DATA", data);
        }
        connection.content(mail.content());
        attempt.stage("waiting for the server to take the mail; nobody knows whether it has");
        SmtpReply end = connection.read();
        if (!end.good()) {
            return SmtpVerdict.of(Stage.CONTENT, "the content", end);
        }
        quit();
        return new SendReply.Delivered(end.toString());
    }

    /// The server has the mail already; that it does not hear of the end changes nothing.
    private void quit() {
        try {
            connection.tell("QUIT");
        } catch (IOException e) {
            attempt.stage("the mail is taken");
        }
    }
}
