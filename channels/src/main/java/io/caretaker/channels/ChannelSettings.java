package io.caretaker.channels;

import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.secret.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one channel is reached, as the configuration has it. Secrets are references, resolved when
/// something is sent, so that a changed password needs no restart.
public sealed interface ChannelSettings {
    String name();

    ChannelKind kind();

    /// The user's templates; empty where the usual ones are used.
    Templates templates();

    /// Texts in Mustache that replace the usual ones.
    ///
    /// @param title of the message, one line; null for the usual
    /// @param text plain text; null for the usual
    /// @param html null for the usual
    record Templates(@Nullable String title, @Nullable String text, @Nullable String html) {
        public static final Templates USUAL = new Templates(null, null, null);
    }

    /// An address that may itself be a secret, such as that of a Slack webhook: exactly one is
    /// there.
    record Address(@Nullable URI plain, @Nullable SecretReference secret) {
        public Address {
            if ((plain == null) == (secret == null)) {
                throw new IllegalArgumentException("url must be a text or where a secret is kept");
            }
        }
    }

    /// How HTTP is spoken.
    ///
    /// @param timeout of one attempt, up to the last byte of the reply
    /// @param proxy `http://HOST:PORT`; null for none
    /// @param caFile PEM file of the authorities that are trusted; null for the system's
    /// @param bearer token sent as `Authorization: Bearer`; or null
    /// @param user for basic authentication; or null
    /// @param password of the user; or null
    record Http(
            Duration timeout,
            @Nullable URI proxy,
            @Nullable String caFile,
            @Nullable SecretReference bearer,
            @Nullable String user,
            @Nullable SecretReference password) {
        public static final Http USUAL =
                new Http(Duration.ofSeconds(10), null, null, null, null, null);
    }

    /// Mail by SMTP.
    ///
    /// @param user null logs in nowhere
    /// @param caFile PEM file of the authorities that are trusted; null for the system's
    /// @param replyTo null for none
    record Email(
            String name,
            String host,
            int port,
            Security security,
            @Nullable String user,
            @Nullable SecretReference password,
            @Nullable String caFile,
            Duration timeout,
            String from,
            List<String> to,
            @Nullable String replyTo,
            Templates templates)
            implements ChannelSettings {
        public Email {
            to = List.copyOf(to);
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.EMAIL;
        }

        /// How the connection is protected.
        public enum Security {
            /// Not at all.
            NONE,
            /// Upgraded after the greeting; refused when the server cannot.
            STARTTLS,
            /// From the first byte.
            TLS
        }
    }

    /// An incoming webhook of Slack, or of a server that speaks like it.
    record Slack(String name, Address url, Http http, Templates templates)
            implements ChannelSettings {
        @Override
        public ChannelKind kind() {
            return ChannelKind.SLACK;
        }
    }

    /// The Events API v2.
    record PagerDuty(
            String name, URI url, SecretReference routingKey, Http http, Templates templates)
            implements ChannelSettings {
        public static final URI USUAL = URI.create("https://events.pagerduty.com/v2/enqueue");

        @Override
        public ChannelKind kind() {
            return ChannelKind.PAGERDUTY;
        }
    }

    /// JSON by POST.
    ///
    /// @param signing key of the signature over time and body; null signs nothing
    record Webhook(
            String name,
            Address url,
            Payload payload,
            Map<String, String> headers,
            @Nullable SecretReference signing,
            Http http,
            Templates templates)
            implements ChannelSettings {
        public Webhook {
            headers = Map.copyOf(headers);
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.WEBHOOK;
        }

        /// What the body looks like.
        public enum Payload {
            CARETAKER,
            /// That of Alertmanager's webhook receiver, version 4.
            ALERTMANAGER
        }
    }

    /// Alertmanager's API v2; all of them are told, as members of a cluster are.
    record Alertmanager(String name, List<URI> urls, Http http, Templates templates)
            implements ChannelSettings {
        public Alertmanager {
            urls = List.copyOf(urls);
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.ALERTMANAGER;
        }
    }

    /// Syslog as in RFC 5424 (RFC 3164 on a local socket), or the journal.
    ///
    /// @param to `local` for the journal's or syslog's own socket, `unix:PATH`, `udp://HOST:PORT`,
    ///   `tcp://HOST:PORT` or `tls://HOST:PORT`
    /// @param facility such as `daemon` or `local0`
    record Syslog(
            String name, String to, String facility, @Nullable String caFile, Templates templates)
            implements ChannelSettings {
        @Override
        public ChannelKind kind() {
            return ChannelKind.SYSLOG;
        }
    }

    /// A program that gets the message in its environment and as JSON on its standard input.
    record Command(String name, List<String> command, Duration timeout, Templates templates)
            implements ChannelSettings {
        public Command {
            command = List.copyOf(command);
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.COMMAND;
        }
    }
}
