package io.caretaker.hosts.ssh;

import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.util.buffer.Buffer;

/// Stands for an agent that is not there, or not to be asked: it has no keys.
final class NoAgent extends AbstractAgentProxy {
    NoAgent() {
        super(null);
    }

    @Override
    public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() {
        return List.of();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    protected Buffer request(Buffer question) throws IOException {
        throw new IOException("there is no SSH agent");
    }
}
