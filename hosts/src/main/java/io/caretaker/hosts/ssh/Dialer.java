package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.jspecify.annotations.Nullable;

/// Makes connections: TCP, host key, log-in, each within the deadline. Thread-safe.
final class Dialer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final int UNANSWERED_MAX = 3;
    private static final AttributeKey<Dial> DIAL = new AttributeKey<>();

    private final KnownHosts knownHosts;
    private final PrivateKeys keys;
    private final SshClient client;

    /// One attempt, as the library's callbacks see it.
    ///
    /// @param algorithms asked for, the preferred first; empty for the library's own choice
    /// @param only whether no other algorithms are acceptable
    private record Dial(
            Target target,
            List<String> algorithms,
            boolean only,
            Consumer<HostKey> check,
            List<Problem> objections) {}

    Dialer(SshSettings settings, KnownHosts knownHosts, SecretSource secrets) {
        JdkEd25519.register();
        this.knownHosts = knownHosts;
        this.keys = new PrivateKeys(secrets, settings.keyDirectory());
        this.client = client(settings);
        client.start();
    }

    private static SshClient client(SshSettings settings) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setServerKeyVerifier((session, _, key) -> verify(session, key));
        client.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        client.addSessionListener(new Preferences());
        if (settings.agent() != null) {
            SshAgentFactory agents = new AgentSocket.Factory(settings.agent());
            client.setAgentFactory(agents);
        }
        CoreModuleProperties.NIO_WORKERS.set(client, THREADS);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, KEEP_ALIVE);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_MAX);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        return client;
    }

    /// The target of a session, null for one that is not ours.
    static @Nullable Target target(Session session) {
        Dial dial = dial(session);
        return dial == null ? null : dial.target;
    }

    private static @Nullable Dial dial(Session session) {
        AttributeRepository context =
                session instanceof ClientSession ours ? ours.getConnectionContext() : null;
        return context == null ? null : context.getAttribute(DIAL);
    }

    private static boolean verify(ClientSession session, PublicKey key) {
        Dial dial = dial(session);
        if (dial == null) {
            return false;
        }
        try {
            dial.check.accept(HostKey.of(key));
            return true;
        } catch (Problem e) {
            dial.objections.add(e);
            return false;
        }
    }

    /// Asks the server for the kinds of key that we know of it, so that it does not show another.
    private static final class Preferences implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            Dial dial = dial(session);
            if (dial == null || dial.algorithms.isEmpty()) {
                return;
            }
            List<NamedFactory<Signature>> all = new ArrayList<>(session.getSignatureFactories());
            if (dial.only) {
                all.removeIf(each -> !dial.algorithms.contains(each.getName()));
            } else {
                all.sort(
                        Comparator.comparingInt(
                                each -> dial.algorithms.contains(each.getName()) ? 0 : 1));
            }
            session.setSignatureFactories(all);
        }
    }

    /// A connection with the log-in done.
    ///
    /// @param at where to connect: the target itself, or the near end of a way through a jump
    ///
    ///   Throws [Problem] when there is none to be had.
    ClientSession dial(Target target, InetSocketAddress at, Deadline deadline)
            throws InterruptedException {
        List<KeyPair> identities = keys.of(target);
        List<HostKey> known = knownHosts.keys(target.names(), target.port());
        Consumer<HostKey> check =
                key ->
                        HostKeyCheck.require(
                                target, key, knownHosts.judge(target.names(), target.port(), key));
        var dial = new Dial(target, algorithms(known), false, check, new ArrayList<>());
        ClientSession session = connect(dial, at, deadline);
        try {
            identities.forEach(session::addPublicKeyIdentity);
            logIn(session, dial, deadline);
            return session;
        } catch (Problem | InterruptedException e) {
            session.close(true);
            throw e;
        }
    }

    /// Which key the server shows when asked for one of these algorithms; null for none.
    @Nullable HostKey offered(
            Target target, InetSocketAddress at, List<String> algorithms, Deadline deadline)
            throws InterruptedException {
        var seen = new ArrayList<HostKey>();
        var dial = new Dial(target, algorithms, true, seen::add, new ArrayList<>());
        ClientSession session = connect(dial, at, deadline);
        try {
            session.waitFor(
                    Set.of(
                            ClientSession.ClientSessionEvent.WAIT_AUTH,
                            ClientSession.ClientSessionEvent.CLOSED),
                    deadline.remainingMillis());
        } finally {
            session.close(true);
        }
        return seen.isEmpty() ? null : seen.getFirst();
    }

    private ClientSession connect(Dial dial, SocketAddress at, Deadline deadline)
            throws InterruptedException {
        try {
            return client.connect(
                            dial.target.user(),
                            at,
                            AttributeRepository.ofKeyValuePair(DIAL, dial),
                            null)
                    .verify(deadline.remainingMillis())
                    .getSession();
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw Reasons.notConnected(dial.target, e);
        }
    }

    private static void logIn(ClientSession session, Dial dial, Deadline deadline)
            throws InterruptedException {
        try {
            session.auth().verify(deadline.remainingMillis());
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw dial.objections.isEmpty()
                    ? Reasons.notLoggedIn(dial.target, e)
                    : dial.objections.getFirst();
        }
    }

    static InterruptedException interrupted(InterruptedIOException e) {
        var interruption = new InterruptedException(e.getMessage());
        interruption.initCause(e);
        return interruption;
    }

    static Problem unreachable(Target target, String reason, @Nullable Throwable cause) {
        return new Problem(
                ProblemCode.UNREACHABLE, "cannot reach " + target + ": " + reason, "", cause);
    }

    /// The signature algorithms for kinds of key: an RSA key signs in several ways.
    static List<String> algorithms(List<HostKey> known) {
        return known.stream()
                .map(HostKey::type)
                .distinct()
                .flatMap(type ->
                        type.equals("ssh-rsa")
                                ? List.of("rsa-sha2-512", "rsa-sha2-256").stream()
                                : List.of(type).stream())
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        client.stop();
    }
}
