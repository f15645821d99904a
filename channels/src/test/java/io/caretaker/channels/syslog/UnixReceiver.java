package io.caretaker.channels.syslog;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/// A datagram socket in the file system, held by a program of another language.
final class UnixReceiver implements AutoCloseable {
    private static final String PROGRAM =
            """
            import base64, socket, sys
            receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            receiver.bind(sys.argv[1])
            print("listening", flush=True)
            for line in sys.stdin:
                print(base64.b64encode(receiver.recv(1 << 20)).decode(), flush=True)
            """;

    private final Process process;
    private final BufferedReader said;

    UnixReceiver(Path socket) throws IOException {
        process =
                new ProcessBuilder("python3", "-c", PROGRAM, socket.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        said = process.inputReader(StandardCharsets.UTF_8);
        if (!"listening".equals(said.readLine())) {
            throw new IOException("the receiver did not start");
        }
    }

    /// The next datagram, waited for.
    byte[] next() throws IOException {
        process.outputWriter().write("next\n");
        process.outputWriter().flush();
        return Base64.getDecoder().decode(Objects.requireNonNull(said.readLine()));
    }

    String nextText() throws IOException {
        return new String(next(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
