package io.caretaker.postgresql;

import java.io.IOException;
import java.net.Socket;
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
    private boolean closed;

    OpenSockets() {
        BY_KEY.put(key, this);
    }

    static @Nullable OpenSockets byKey(String key) {
        return BY_KEY.get(key);
    }

    /// What the driver hands to [RememberingSocketFactory].
    String key() {
        return key;
    }

    synchronized void add(Socket socket) throws IOException {
        if (closed) {
            socket.close();
            throw new IOException("the check is over");
        }
        sockets.add(socket);
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
