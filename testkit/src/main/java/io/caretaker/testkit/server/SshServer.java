package io.caretaker.testkit.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real OpenSSH server on a free loopback port, with keys of its own in a directory of its own.
/// Listens on all of 127.0.0.0/8, so that one server is as many hosts as are wanted.
public final class SshServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final int port;
    private Process process;

    private SshServer(Path directory, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = launch();
    }

    /// Starts one; ends the test when there is no sshd.
    ///
    /// @param options more lines for `sshd_config`
    public static SshServer start(Path directory, String... options) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            Programs.missing("openssh-server");
        }
        for (String kind : List.of("ed25519", "ecdsa", "rsa")) {
            makeKey(directory, "host_" + kind, kind, "");
        }
        makeKey(directory, "id", "ed25519", "");
        int port = FreePort.find();
        Files.write(directory.resolve("sshd_config"), config(directory, port, options));
        Files.copy(directory.resolve("id.pub"), directory.resolve("authorized_keys"));
        if (Programs.root()) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        var server = new SshServer(directory, port);
        server.awaitStart();
        return server;
    }

    private static List<String> config(Path directory, int port, String... options) {
        return List.of(
                "Port " + port,
                "ListenAddress 0.0.0.0",
                "HostKey " + directory.resolve("host_ed25519"),
                "HostKey " + directory.resolve("host_ecdsa"),
                "HostKey " + directory.resolve("host_rsa"),
                "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
                "StrictModes no",
                "UsePAM no",
                "PidFile none",
                "PermitRootLogin yes",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "MaxStartups 1000",
                // Keeps bash from reading the start file of whoever runs the test at each command.
                "SetEnv SHLVL=1",
                String.join("\n", options));
    }

    /// Makes a private key in OpenSSH's format, of the kind `ed25519`, `ecdsa` or `rsa`.
    public static Path makeKey(Path directory, String name, String kind, String passphrase) {
        Path file = directory.resolve(name);
        Programs.run(
                List.of("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", file.toString()),
                "");
        return file;
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "-D",
                        "-f",
                        directory.resolve("sshd_config").toString(),
                        "-E",
                        directory.resolve("sshd.log").toString())
                .start();
    }

    private void awaitStart() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                return;
            } catch (IOException e) {
                if (process.waitFor(25, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("sshd ended: " + log(), e);
                }
            }
        }
        throw new IllegalStateException("sshd does not listen: " + log());
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /// The private key that it accepts.
    public Path key() {
        return directory.resolve("id");
    }

    /// Accepts another key.
    public void authorize(Path privateKey) throws IOException {
        String more = Files.readString(Path.of(privateKey + ".pub"));
        Path file = directory.resolve("authorized_keys");
        Files.writeString(file, Files.readString(file) + more);
    }

    /// The public host key of a kind, as it stands in a `.pub` file.
    public String hostKey(String kind) throws IOException {
        return Files.readString(directory.resolve("host_" + kind + ".pub")).strip();
    }

    /// A line for `known_hosts`.
    public String knownHost(String address, String kind) throws IOException {
        List<String> fields = List.of(hostKey(kind).split(" ", -1));
        return "[" + address + "]:" + port + " " + fields.get(0) + " " + fields.get(1);
    }

    public String log() throws IOException {
        Path log = directory.resolve("sshd.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /// Ends the server and every connection to it.
    public void stop() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    /// Ends the connections, and goes on listening.
    public void dropConnections() {
        process.children().forEach(ProcessHandle::destroyForcibly);
    }

    public void restart() throws Exception {
        process = launch();
        awaitStart();
    }

    @Override
    public void close() {
        stop();
    }
}
