package io.caretaker.hosts.ssh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Looks names up. The platform's own lookup knows no deadline; the caller runs on a thread that is
/// abandoned when it takes too long.
final class Addresses {
    private Addresses() {}

    /// Throws [io.caretaker.core.problem.Problem] when there is no such name.
    static InetSocketAddress of(Target target) {
        try {
            return new InetSocketAddress(InetAddress.getByName(target.address()), target.port());
        } catch (UnknownHostException e) {
            throw Reasons.notConnected(target, e);
        }
    }
}
