package io.caretaker.channels.email;

import io.caretaker.channels.ChannelSettings.Email;
import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/// Makes a mail of a message. The same message always has the same Message-ID, and names those of
/// the mails that told its alerts first. Thread-safe.
///
/// Source: RFC 5322 (3.6.4 identification), RFC 3834 (5 Auto-Submitted), [MS-OXCMAIL]
/// (X-Auto-Response-Suppress), RFC 2156 (Importance).
final class MailComposer {
    private static final String UTF_8 = "UTF-8";
    private static final int MOST_REFERENCES = 20;
    private static final int MOST_ALERTS = 20;
    private static final Session SESSION = Session.getInstance(new Properties());

    private final Email settings;
    private final Rendering rendering;
    private final Subjects subjects = new Subjects();

    MailComposer(Email settings, Rendering rendering) {
        this.settings = settings;
        this.rendering = rendering;
    }

    /// The mail.
    ///
    /// @throws io.caretaker.core.problem.Problem when an address of the settings is none
    Mail compose(Message message) {
        InternetAddress from = MailAddress.of(settings.from());
        List<InternetAddress> to = settings.to().stream().map(MailAddress::of).distinct().toList();
        String domain = domain(from);
        String subject = subjects.of(message.id(), rendering.title(message), message.threads());
        try {
            var mail = new WithOwnId(id(message.id(), domain));
            mail.setFrom(from);
            mail.setRecipients(jakarta.mail.Message.RecipientType.TO, to.toArray(Address[]::new));
            if (settings.replyTo() != null) {
                mail.setReplyTo(new Address[] {MailAddress.of(settings.replyTo())});
            }
            mail.setSubject(subject, UTF_8);
            mail.setSentDate(Date.from(message.at()));
            thread(mail, message, domain);
            mark(mail, message);
            mail.setContent(body(message));
            mail.saveChanges();
            return new Mail(
                    mail.getMessageID(),
                    from.getAddress(),
                    to.stream().map(InternetAddress::getAddress).toList(),
                    subject,
                    content(mail));
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail cannot be composed", e);
        }
    }

    private static void thread(MimeMessage mail, Message message, String domain)
            throws MessagingException {
        List<String> threads = message.threads();
        if (!threads.isEmpty()) {
            mail.setHeader("In-Reply-To", id(threads.getFirst(), domain));
            mail.setHeader(
                    "References",
                    threads.stream()
                            .limit(MOST_REFERENCES)
                            .map(each -> id(each, domain))
                            .collect(Collectors.joining("\r\n ")));
        }
    }

    private static void mark(MimeMessage mail, Message message) throws MessagingException {
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setHeader("X-Auto-Response-Suppress", "All");
        mail.setHeader(
                "X-Caretaker-Alert",
                message.lines().stream()
                        .limit(MOST_ALERTS)
                        .map(MessageLine::alert)
                        .map(MailComposer::plain)
                        .collect(Collectors.joining("\r\n ")));
        boolean urgent = message.said() == Said.FIRING;
        if (urgent && message.severity().compareTo(Severity.HIGH) >= 0) {
            mail.setHeader("Importance", "high");
            mail.setHeader("X-Priority", message.severity() == Severity.CRITICAL ? "1" : "2");
        }
        if (message.severity() == Severity.LOW) {
            mail.setHeader("Importance", "low");
        }
    }

    private MimeMultipart body(Message message) throws MessagingException {
        var text = new MimeBodyPart();
        text.setText(rendering.text(message), UTF_8);
        var html = new MimeBodyPart();
        html.setText(rendering.html(message), UTF_8, "html");
        return new MimeMultipart("alternative", text, html);
    }

    private static String content(MimeMessage mail) throws MessagingException, IOException {
        var bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /// By the sender's domain and not by the node, so that another caretaker of the fleet can go on
    /// with a thread.
    private static String id(String message, String domain) {
        return "<" + plain(message) + ".caretaker@" + domain + ">";
    }

    private static String domain(InternetAddress from) {
        String address = from.getAddress();
        return plain(address.substring(address.lastIndexOf('@') + 1));
    }

    private static String plain(String text) {
        return text.replaceAll("[^A-Za-z0-9.-]", "-");
    }

    /// A mail that keeps the id it was given.
    private static final class WithOwnId extends MimeMessage {
        private final String id;

        WithOwnId(String id) {
            super(SESSION);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
