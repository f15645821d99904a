package io.caretaker.channels.email;

import io.caretaker.channels.ChannelSettings.Email;
import io.caretaker.channels.ChannelSettings.Email.Security;
import io.caretaker.channels.ChannelSettings.Templates;
import io.caretaker.channels.net.TestNames;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Channels for tests.
final class MailSettings {
    static final String PASSWORD = "geheim-and-long";
    static final SecretSource SECRETS = _ -> Secret.of(PASSWORD);

    private MailSettings() {}

    static Email to(int port, String... recipients) {
        return of(port, Security.NONE, null, null, List.of(recipients));
    }

    static Email of(
            int port,
            Security security,
            @Nullable String user,
            @Nullable String caFile,
            List<String> recipients) {
        return new Email(
                "dba",
                "127.0.0.1",
                port,
                security,
                user,
                user == null ? null : new SecretReference.FromEnvironment("MAIL_PASSWORD"),
                caFile,
                Duration.ofSeconds(20),
                "Caretaker <caretaker@example.com>",
                recipients,
                null,
                Templates.USUAL);
    }

    static EmailChannel channel(Email settings) {
        return new EmailChannel(
                settings, SECRETS, TestNames.SYSTEM, "node-1", ZoneId.of("Europe/Berlin"));
    }
}
