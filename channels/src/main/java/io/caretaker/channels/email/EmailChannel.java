package io.caretaker.channels.email;

import io.caretaker.channels.ChannelSettings.Email;
import io.caretaker.channels.Rendering;
import io.caretaker.channels.email.SmtpDialogue.Outcome;
import io.caretaker.channels.net.Attempt;
import io.caretaker.channels.net.Dialer;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail by SMTP. A connection is opened for each message and ends with it. Thread-safe.
///
/// Delivered means that the server answers for the mail. What it cannot deliver later goes back to
/// the sender's address as a mail, which caretaker does not read.
public final class EmailChannel implements Channel {
    private static final Logger LOG = LoggerFactory.getLogger(EmailChannel.class);

    private final Email settings;
    private final SecretSource secrets;
    private final Dialer dialer;
    private final String node;
    private final MailComposer composer;
    private final Rendering rendering;
    private final Recipients recipients = new Recipients();

    /// Opens no connection yet.
    ///
    /// @param node name of this caretaker, told to the server
    /// @param zone of the times in the mails
    public EmailChannel(
            Email settings, SecretSource secrets, NameResolver names, String node, ZoneId zone) {
        this.settings = settings;
        this.secrets = secrets;
        this.dialer = new Dialer(names);
        this.node = node.matches("[A-Za-z0-9][A-Za-z0-9.-]*") ? node : "localhost";
        this.rendering = new Rendering(settings.templates(), zone);
        this.composer = new MailComposer(settings, rendering);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public String target() {
        return String.join(", ", settings.to()) + " by " + settings.host() + ":" + settings.port();
    }

    @Override
    public SendReply send(Message message, Deadline deadline) throws InterruptedException {
        var attempt = new Attempt();
        Deadline limit = deadline.within(settings.timeout());
        return attempt.run(
                "caretaker-mail-" + settings.name(), limit, () -> send(message, limit, attempt));
    }

    private SendReply send(Message message, Deadline limit, Attempt attempt)
            throws IOException, InterruptedException {
        attempt.stage("composing the mail");
        Mail mail = composer.compose(message);
        List<String> missing = recipients.missing(message.id(), mail.to());
        if (missing.isEmpty()) {
            return new SendReply.Delivered("taken at an earlier attempt");
        }
        attempt.stage("looking up the password");
        Secret password = password();
        attempt.stage("connecting to " + settings.host() + ":" + settings.port());
        try (var connection =
                new SmtpConnection(dialer.connect(settings.host(), settings.port(), limit))) {
            var dialogue = new SmtpDialogue(settings, password, node, connection, attempt);
            Outcome outcome = dialogue.send(mail, missing);
            boolean untaken = missing.size() == mail.to().size();
            return hidden(reply(message.id(), outcome, untaken), password);
        }
    }

    private @Nullable Secret password() {
        return settings.password() == null ? null : secrets.resolve(settings.password());
    }

    /// Whoever is refused for good does not keep the mail from the others; whoever is put off gets
    /// it at the next attempt, and only they.
    ///
    /// @param untaken whether nobody has had it before
    private SendReply reply(String message, Outcome outcome, boolean untaken) {
        recipients.took(message, outcome.took());
        if (!outcome.refused().isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("channel", settings.name())
                    .addKeyValue("refused", String.join("; ", outcome.refused()))
                    .log("some recipients of a mail are refused; the others have it");
        }
        if (!outcome.later().isEmpty()) {
            return new SendReply.Later(
                    "put off for " + String.join("; ", outcome.later()) + told(outcome), null);
        }
        boolean nobody = untaken && outcome.took().isEmpty();
        return outcome.refused().isEmpty() || nobody
                ? outcome.reply()
                : new SendReply.Partly(
                        outcome.reply().detail()
                                + "; refused: "
                                + String.join("; ", outcome.refused()));
    }

    private static String told(Outcome outcome) {
        List<String> took = outcome.took();
        return took.isEmpty() ? "" : "; taken for " + String.join(", ", took);
    }

    /// A server may repeat what it was told.
    private static SendReply hidden(SendReply reply, @Nullable Secret password) {
        return password == null ? reply : ReplyMask.hide(reply, password);
    }

    @Override
    public String preview(Message message) {
        Mail mail = composer.compose(message);
        return "From: %s\nTo: %s\nSubject: %s\nMessage-ID: %s\n\n%s\n%s"
                .formatted(
                        settings.from(),
                        String.join(", ", settings.to()),
                        mail.subject(),
                        mail.id(),
                        rendering.text(message),
                        rendering.html(message));
    }
}
