package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// The platform's own name resolution.
final class PlainNames implements NameResolver {
    @Override
    public Resolution resolve(String host, Deadline deadline) {
        try {
            return new Resolution.Found(List.of(InetAddress.getAllByName(host)));
        } catch (UnknownHostException e) {
            return new Resolution.NotFound(host);
        }
    }
}
