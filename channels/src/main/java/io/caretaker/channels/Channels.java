package io.caretaker.channels;

import io.caretaker.channels.email.EmailChannel;
import io.caretaker.channels.http.AlertmanagerChannel;
import io.caretaker.channels.http.HttpClients;
import io.caretaker.channels.http.HttpLifeSign;
import io.caretaker.channels.http.HttpSender;
import io.caretaker.channels.http.PagerDutyChannel;
import io.caretaker.channels.http.SlackChannel;
import io.caretaker.channels.http.WebhookChannel;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.liveness.LifeSign;
import io.caretaker.core.secret.SecretSource;
import java.time.InstantSource;
import java.time.ZoneId;

/// Builds the channels of a configuration. They share their connections, which end when this is
/// closed. Thread-safe.
public final class Channels implements AutoCloseable {
    private final SecretSource secrets;
    private final InstantSource clock;
    private final NameResolver names;
    private final ZoneId zone;
    private final String node;
    private final String agent;
    private final HttpClients clients = new HttpClients();

    /// Opens no connection yet.
    ///
    /// @param zone of the times in mails
    /// @param node name of this caretaker, told to mail servers
    /// @param version of caretaker, told to receivers
    public Channels(
            SecretSource secrets,
            NameResolver names,
            InstantSource clock,
            ZoneId zone,
            String node,
            String version) {
        this.secrets = secrets;
        this.names = names;
        this.clock = clock;
        this.zone = zone;
        this.node = node;
        this.agent = "caretaker/" + version;
    }

    /// The channel that is set up so.
    public Channel of(ChannelSettings settings) {
        return switch (settings) {
            case ChannelSettings.Slack slack -> new SlackChannel(slack, sender(slack.http()));
            case ChannelSettings.PagerDuty pagerDuty ->
                    new PagerDutyChannel(pagerDuty, sender(pagerDuty.http()), secrets);
            case ChannelSettings.Webhook webhook ->
                    new WebhookChannel(webhook, sender(webhook.http()), secrets, clock);
            case ChannelSettings.Alertmanager alertmanager ->
                    new AlertmanagerChannel(alertmanager, sender(alertmanager.http()), clock);
            case ChannelSettings.Email email -> new EmailChannel(email, secrets, names, node, zone);
            case ChannelSettings.Syslog syslog -> throw new IllegalArgumentException(syslog.name());
            case ChannelSettings.Command command ->
                    throw new IllegalArgumentException(command.name());
        };
    }

    /// A sign of life by GET, or by POST without a body.
    ///
    /// @param url may be a secret
    public LifeSign lifeSign(ChannelSettings.Address url, boolean post, ChannelSettings.Http http) {
        return new HttpLifeSign(url, post, sender(http));
    }

    @Override
    public void close() {
        clients.close();
    }

    private HttpSender sender(ChannelSettings.Http http) {
        return new HttpSender(http, clients, secrets, clock, agent);
    }
}
