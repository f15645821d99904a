package io.caretaker.postgresql;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The sockets of one connection; once closed, no new ones come. Thread-safe.
final class OpenSockets implements AutoCloseable {
    private static final Map<String, OpenSockets> BY_KEY = new ConcurrentHashMap<>();

    private final String key = UUID.randomUUID().toString();
    private final List<Socket> sockets = new ArrayList<>();
    private final @Nullable Path file;
    private boolean closed;

    /// Those of TCP.
    OpenSockets() {
        this(null);
    }

    /// Those to a Unix socket, whatever address the driver names.
    OpenSockets(@Nullable Path file) {
        this.file = file;
        BY_KEY.put(key, this);
    }

    static @Nullable OpenSockets byKey(String key) {
        return BY_KEY.get(key);
    }

    /// What the driver hands to [RememberingSocketFactory].
    String key() {
        return key;
    }

    /// A new one, not yet connected.
    synchronized Socket make() throws IOException {
        if (closed) {
            throw new IOException("the check is over");
        }
        Socket socket = file == null ? new Socket() : new UnixSocket(file);
        sockets.add(socket);
        return socket;
    }

    /// Ends whatever reads, writes or connects on them. Never blocks: what TLS would like to say in
    /// parting is left out.
    @Override
    public synchronized void close() {
        closed = true;
        BY_KEY.remove(key);
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is not usable any more either way.
            }
        }
    }
}
