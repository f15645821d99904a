package io.caretaker.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ServerMonitoringMode;
import com.mongodb.connection.SslSettings;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretSource;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes a client as a target wants it: to exactly this server, whatever role it has, with at most
/// two connections. Immutable.
///
/// Time limits are caretaker's own (see [BoundedWork]); those of the driver are only a net below,
/// because it counts them per step.
record LogIn(DatabaseTarget target, SecretSource secrets, NameResolver names) {
    /// What caretaker calls itself to servers.
    static final String APPLICATION = "caretaker";

    private static final int LONGEST_STEP_SECONDS = 60;

    MongoClient client(Heartbeats heartbeats) {
        var settings =
                MongoClientSettings.builder()
                        .applicationName(APPLICATION)
                        .inetAddressResolver(this::resolve)
                        .retryReads(false)
                        .applyToClusterSettings(cluster ->
                                cluster.mode(ClusterConnectionMode.SINGLE)
                                        .hosts(List.of(address()))
                                        .serverSelectionTimeout(10, TimeUnit.MINUTES))
                        .applyToServerSettings(server ->
                                server.serverMonitoringMode(ServerMonitoringMode.POLL)
                                        .heartbeatFrequency(10, TimeUnit.MINUTES)
                                        .addServerMonitorListener(heartbeats))
                        .applyToSocketSettings(socket ->
                                socket.connectTimeout(LONGEST_STEP_SECONDS, TimeUnit.SECONDS)
                                        .readTimeout(LONGEST_STEP_SECONDS, TimeUnit.SECONDS))
                        .applyToConnectionPoolSettings(pool -> pool.maxSize(2).maxConnecting(1))
                        .applyToSslSettings(this::encrypt);
        MongoCredential credential = credential();
        return MongoClients.create(
                credential == null ? settings.build() : settings.credential(credential).build());
    }

    private ServerAddress address() {
        return new ServerAddress(target.host(), target.port());
    }

    private @Nullable MongoCredential credential() {
        String user = target.user();
        if (user == null) {
            return null;
        }
        Secret password =
                target.password() == null ? Secret.of("") : secrets.resolve(target.password());
        String database = target.database() == null ? "admin" : target.database();
        return MongoCredential.createCredential(user, database, password.reveal().toCharArray());
    }

    private void encrypt(SslSettings.Builder tls) {
        switch (target.tls()) {
            case OFF -> tls.enabled(false);
            case REQUIRE -> tls.enabled(true).invalidHostNameAllowed(true).context(Trust.anybody());
            case VERIFY -> tls.enabled(true).context(Trust.authorities(target.caFile()));
            case DEFAULT -> {
                if (!Loopback.is(target.host())) {
                    tls.enabled(true).context(Trust.authorities(target.caFile()));
                }
            }
        }
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        Deadline deadline =
                Deadline.after(Duration.ofSeconds(LONGEST_STEP_SECONDS), System::nanoTime);
        try {
            return switch (names.resolve(host, deadline)) {
                case NameResolver.Resolution.Found found -> found.addresses();
                case NameResolver.Resolution.NotFound missing ->
                        throw new UnknownHostException(missing.message());
                case NameResolver.Resolution.TimedOut() ->
                        throw new UnresolvedInTimeException(host);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnresolvedInTimeException(host);
        }
    }

    /// The name service did not answer, which is not the same as "no such name".
    static final class UnresolvedInTimeException extends UnknownHostException {
        UnresolvedInTimeException(String host) {
            super(host);
        }
    }
}
