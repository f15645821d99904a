package io.caretaker.hosts.ssh;

import io.caretaker.core.host.Tunnel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;

/// A port of this machine's loopback interface that leads to one of a host. Thread-safe.
final class SshTunnel implements Tunnel {
    private final ExplicitPortForwardingTracker way;
    private final Link.Use use;
    private final AtomicBoolean closed = new AtomicBoolean();

    SshTunnel(ExplicitPortForwardingTracker way, Link.Use use) {
        this.way = way;
        this.use = use;
    }

    @Override
    public String host() {
        return Jump.near(way).getAddress().getHostAddress();
    }

    @Override
    public int port() {
        return Jump.near(way).getPort();
    }

    @Override
    public boolean open() {
        return !closed.get() && way.isOpen() && use.session().isOpen();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Jump.end(way, use);
        }
    }
}
