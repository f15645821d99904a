package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Channels;
import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.testkit.server.ThisMachine;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Channels with secrets from a map, at noon.
final class Setup implements AutoCloseable, SecretSource {
    static final ChannelSettings.Templates USUAL = ChannelSettings.Templates.USUAL;

    final HttpClients clients = new HttpClients();
    final Channels channels =
            new Channels(
                    this,
                    (name, deadline) -> new NameResolver.Resolution.TimedOut(),
                    new ThisMachine(),
                    InstantSource.fixed(Lines.NOON),
                    ZoneOffset.UTC,
                    "node",
                    "9.9");
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    Setup secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    HttpSender sender(ChannelSettings.Http http) {
        return new HttpSender(
                http, clients, this, InstantSource.fixed(Lines.NOON), "caretaker/9.9");
    }

    Channel of(ChannelSettings settings) {
        return channels.of(settings);
    }

    static Rendering rendering() {
        return new Rendering(USUAL, ZoneOffset.UTC);
    }

    static SecretReference env(String name) {
        return new SecretReference.FromEnvironment(name);
    }

    static ChannelSettings.Address at(URI uri) {
        return new ChannelSettings.Address(uri, null);
    }

    /// Plain HTTP with a time limit.
    static ChannelSettings.Http http(Duration timeout) {
        return new ChannelSettings.Http(timeout, null, null, null, null, null);
    }

    static ChannelSettings.Http http(@Nullable URI proxy, @Nullable String caFile) {
        return new ChannelSettings.Http(Duration.ofSeconds(20), proxy, caFile, null, null, null);
    }

    static Deadline seconds(int count) {
        return Deadline.after(Duration.ofSeconds(count), System::nanoTime);
    }

    @Override
    public Secret resolve(SecretReference reference) {
        if (reference instanceof SecretReference.FromEnvironment(String name)
                && secrets.containsKey(name)) {
            return Secret.of(secrets.get(name));
        }
        throw new Problem(ProblemCode.CONFIGURATION, "the variable is not set", "set it");
    }

    @Override
    public void close() {
        channels.close();
        clients.close();
    }
}
