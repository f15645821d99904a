package io.caretaker.cli.config;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.ChannelSettings.Email.Security;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.SecretDocument;
import io.caretaker.core.secret.SecretReference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads how a channel is reached.
///
/// @param paths reads a path
/// @param notes takes what a person should know
record ReachReader(
        String name,
        Fields channel,
        ChannelSettings.Templates templates,
        BiFunction<Fields, String, @Nullable Path> paths,
        List<String> notes) {
    private static final Pattern MAILBOX = Pattern.compile("[^\\s@<>,;]+@[^\\s@<>,;]+");
    private static final Pattern SENDER =
            Pattern.compile("[^\\r\\n<>]*<" + MAILBOX.pattern() + ">|" + MAILBOX.pattern());
    private static final Pattern SYSLOG =
            Pattern.compile("local|unix:/.+|(udp|tcp|tls)://(\\[[^\\]]+\\]|[^:/\\s]+):[0-9]{1,5}");
    private static final Set<String> LOGIN_HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie");
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");
    private static final String URL = "url";
    private static final String PASSWORD = "password";
    private static final URI NOWHERE = URI.create("http://localhost");
    private static final SecretReference NOTHING = new SecretReference.FromEnvironment("NOTHING");

    /// How a channel of the kind is reached; harmless where a problem was noted.
    ChannelSettings of(ChannelKind kind) {
        return switch (kind) {
            case EMAIL -> email();
            case SLACK -> slack();
            case PAGERDUTY -> pagerDuty();
            case WEBHOOK -> webhook();
            case ALERTMANAGER -> alertmanager();
            case SYSLOG -> syslog();
            case COMMAND -> command();
        };
    }

    private ChannelSettings email() {
        Security security = channel.word("security", Security.class, Security.STARTTLS);
        String host = channel.text("host");
        String user = channel.optionalText("user");
        SecretReference password = password(user);
        if (security == Security.NONE && user != null && !HERE.contains(host)) {
            notes.add("the password of channel '" + name + "' crosses the network unencrypted");
        }
        return new ChannelSettings.Email(
                name,
                host,
                port(security),
                security,
                user,
                password,
                caFile(),
                timeout(Duration.ofSeconds(20)),
                channel.parsed("from", text -> matching(text, SENDER, "a mail address"), ""),
                mailboxes(),
                channel.optionalParsed(
                        "reply_to", text -> matching(text, SENDER, "a mail address")),
                templates);
    }

    private int port(Security security) {
        int usual =
                switch (security) {
                    case STARTTLS -> 587;
                    case TLS -> 465;
                    case NONE -> 25;
                };
        int port = channel.integer("port", usual);
        if (port < 1 || port > 65_535) {
            channel.problem("port", "must be 1 to 65535, but is " + port, "");
        }
        return port;
    }

    private List<String> mailboxes() {
        List<String> to = channel.textOrTexts("to");
        if (to.isEmpty() && !channel.has("to")) {
            channel.problem("'to' is missing", "");
        } else if (to.isEmpty()) {
            channel.problem("to", "must not be empty", "");
        }
        for (int i = 0; i < to.size(); i++) {
            if (!SENDER.matcher(to.get(i)).matches()) {
                channel.problem("to", i, "must be a mail address, but is '" + to.get(i) + "'", "");
            }
        }
        return to;
    }

    private static String matching(String text, Pattern pattern, String what) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("must be " + what + ", but is '" + text + "'");
        }
        return text;
    }

    private ChannelSettings slack() {
        ChannelSettings.Address url = address();
        if (url.plain() != null && channel.isText(URL)) {
            notes.add(
                    "whoever knows the address of channel '"
                            + name
                            + "' can write there: better keep it as a secret, url: {file: PATH}");
        }
        return new ChannelSettings.Slack(name, url, http(false), templates);
    }

    private ChannelSettings pagerDuty() {
        URI url = channel.optionalParsed(URL, WebAddress::of);
        return new ChannelSettings.PagerDuty(
                name,
                url == null ? ChannelSettings.PagerDuty.USUAL : url,
                secret("routing_key"),
                http(false),
                templates);
    }

    private ChannelSettings webhook() {
        String payload = channel.oneOf("payload", List.of("caretaker", "alertmanager"));
        return new ChannelSettings.Webhook(
                name,
                address(),
                ChannelSettings.Webhook.Payload.valueOf(
                        (payload == null ? "caretaker" : payload).toUpperCase(Locale.ROOT)),
                headers(),
                SecretDocument.read(channel, "signing_key"),
                http(true),
                templates);
    }

    private Map<String, String> headers() {
        Map<String, String> headers = channel.textMap("headers");
        headers.keySet()
                .forEach(header -> {
                    if (LOGIN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
                        channel.problem(
                                "headers",
                                "a secret must not be written here: " + header,
                                "use bearer, or user and password");
                    }
                });
        return headers;
    }

    private ChannelSettings alertmanager() {
        var urls = new ArrayList<URI>();
        List<String> texts = channel.textOrTexts("urls");
        for (int i = 0; i < texts.size(); i++) {
            try {
                urls.add(WebAddress.of(texts.get(i)));
            } catch (IllegalArgumentException e) {
                channel.problem("urls", i, String.valueOf(e.getMessage()), "");
            }
        }
        URI one = channel.optionalParsed(URL, WebAddress::of);
        if (one != null) {
            urls.add(one);
        }
        if (channel.has("urls") == channel.has(URL)) {
            channel.problem("must have either urls or url", "");
        } else if (urls.isEmpty() && channel.textsIfAny("urls").isEmpty()) {
            channel.problem("urls", "must not be empty", "");
        }
        return new ChannelSettings.Alertmanager(name, urls, http(true), templates);
    }

    private ChannelSettings syslog() {
        String to =
                channel.optionalParsed(
                        "to",
                        text ->
                                matching(
                                        text,
                                        SYSLOG,
                                        "local, unix:PATH, udp://HOST:PORT, tcp://HOST:PORT or"
                                                + " tls://HOST:PORT"));
        String facility = channel.oneOf("facility", AlertingSchema.FACILITIES);
        return new ChannelSettings.Syslog(
                name,
                to == null ? "local" : to,
                facility == null ? "daemon" : facility,
                caFile(),
                templates);
    }

    private ChannelSettings command() {
        List<String> command = channel.optionalCommand("command");
        if (command == null && !channel.has("command")) {
            channel.problem("'command' is missing", "");
        } else if (command != null && command.isEmpty()) {
            channel.problem("command", "must not be empty", "");
        }
        return new ChannelSettings.Command(
                name,
                command == null ? List.of() : command,
                timeout(Duration.ofSeconds(30)),
                templates);
    }

    private ChannelSettings.Address address() {
        ChannelSettings.Address url = WebAddress.read(channel, URL);
        if (url == null && !channel.has(URL)) {
            channel.problem("'url' is missing", "");
        }
        return url == null ? new ChannelSettings.Address(NOWHERE, null) : url;
    }

    private ChannelSettings.Http http(boolean login) {
        String user = login ? channel.optionalText("user") : null;
        SecretReference bearer = login ? SecretDocument.read(channel, "bearer") : null;
        if (bearer != null && user != null) {
            channel.problem("bearer", "excludes user and password", "");
        }
        return new ChannelSettings.Http(
                timeout(ChannelSettings.Http.USUAL.timeout()),
                channel.optionalParsed("proxy", WebAddress::proxy),
                caFile(),
                bearer,
                user,
                login ? password(user) : null);
    }

    private @Nullable SecretReference password(@Nullable String user) {
        SecretReference password = SecretDocument.read(channel, PASSWORD);
        if (user != null && !channel.has(PASSWORD)) {
            channel.problem("'password' is missing", "write password: {file: PATH} beside user");
        }
        if (user == null && channel.has(PASSWORD)) {
            channel.problem(PASSWORD, "whose it is must be said by 'user'", "");
        }
        return password;
    }

    private SecretReference secret(String key) {
        SecretReference secret = SecretDocument.read(channel, key);
        if (secret == null && !channel.has(key)) {
            channel.problem("'" + key + "' is missing", "write " + key + ": {file: PATH}");
        }
        return secret == null ? NOTHING : secret;
    }

    private Duration timeout(Duration usual) {
        return WallTimes.atLeast(channel, "timeout_sec", usual, 1);
    }

    private @Nullable String caFile() {
        Path file = paths.apply(channel, "ca_file");
        return file == null ? null : file.toString();
    }
}
