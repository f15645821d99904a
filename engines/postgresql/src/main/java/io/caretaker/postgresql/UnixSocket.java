package io.caretaker.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A Unix socket in the shape that the driver expects, which knows TCP only. [#close] may come from
/// any thread and ends whatever reads or writes.
///
/// It has no timeouts: whoever uses it closes it at the deadline.
final class UnixSocket extends Socket {
    private final Path file;
    private final SocketChannel channel;

    UnixSocket(Path file) throws IOException {
        this.file = file;
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    @Override
    public void connect(SocketAddress ignored) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(file));
    }

    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
        connect(ignored);
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public InputStream getInputStream() {
        return Channels.newInputStream(channel);
    }

    @Override
    public OutputStream getOutputStream() {
        return Channels.newOutputStream(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // There is no TCP.
    }

    @Override
    public void setKeepAlive(boolean on) {
        // The kernel knows when the other end is gone.
    }

    @Override
    public void setSoTimeout(int millis) {
        // The deadline closes the socket.
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
