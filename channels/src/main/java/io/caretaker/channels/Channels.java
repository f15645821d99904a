package io.caretaker.channels;

import io.caretaker.channels.email.EmailChannel;
import io.caretaker.channels.http.AlertmanagerChannel;
import io.caretaker.channels.http.HttpClients;
import io.caretaker.channels.http.HttpLifeSign;
import io.caretaker.channels.http.HttpSender;
import io.caretaker.channels.http.PagerDutyChannel;
import io.caretaker.channels.http.SlackChannel;
import io.caretaker.channels.http.WebhookChannel;
import io.caretaker.channels.syslog.SyslogChannel;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.liveness.LifeSign;
import io.caretaker.core.secret.SecretSource;
import java.time.InstantSource;
import java.time.ZoneId;

/// Builds the channels of a configuration. Those that speak HTTP share their connections, which end
/// when this is closed. Thread-safe.
public final class Channels implements AutoCloseable {
    private final SecretSource secrets;
    private final NameResolver names;
    private final HostAccess host;
    private final InstantSource clock;
    private final ZoneId zone;
    private final String node;
    private final String agent;
    private final HttpClients clients = new HttpClients();

    /// Opens no connection yet.
    ///
    /// @param host the machine that caretaker runs on
    /// @param zone of the times that people read
    /// @param node name of this caretaker, told to mail servers and in syslog
    /// @param version of caretaker, told to receivers
    public Channels(
            SecretSource secrets,
            NameResolver names,
            HostAccess host,
            InstantSource clock,
            ZoneId zone,
            String node,
            String version) {
        this.secrets = secrets;
        this.names = names;
        this.host = host;
        this.clock = clock;
        this.zone = zone;
        this.node = node;
        this.agent = "caretaker/" + version;
    }

    /// The channel that is set up so.
    ///
    /// @throws io.caretaker.core.problem.Problem when what is set up cannot be one
    public Channel of(ChannelSettings settings) {
        var rendering = new Rendering(settings.templates(), zone);
        return switch (settings) {
            case ChannelSettings.Email email -> new EmailChannel(email, secrets, names, node, zone);
            case ChannelSettings.Slack slack ->
                    new SlackChannel(slack, rendering, sender(slack.http()));
            case ChannelSettings.PagerDuty pagerDuty ->
                    new PagerDutyChannel(pagerDuty, rendering, sender(pagerDuty.http()), secrets);
            case ChannelSettings.Webhook webhook ->
                    new WebhookChannel(webhook, rendering, sender(webhook.http()), secrets, clock);
            case ChannelSettings.Alertmanager alertmanager ->
                    new AlertmanagerChannel(alertmanager, sender(alertmanager.http()), clock);
            case ChannelSettings.Syslog syslog -> new SyslogChannel(syslog, names, node, zone);
            case ChannelSettings.Command command ->
                    new CommandChannel(
                            command, message -> MessageJson.write(message, rendering), host, zone);
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
