package io.caretaker.channels.email;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// One connection to a mail server: commands, replies and content. What comes in is bounded. For
/// one thread.
///
/// Source: RFC 5321 (4.2 replies, 4.5.2 transparency, 4.5.3 limits), of which longer replies than
/// allowed are borne.
final class SmtpConnection implements AutoCloseable {
    private static final int MOST_LINE = 2_000;
    private static final int MOST_LINES = 200;

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    SmtpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    Socket socket() {
        return socket;
    }

    /// Whether the other side said more than was asked for.
    boolean saidMore() throws IOException {
        return in.available() > 0;
    }

    /// Goes on over another socket.
    void replace(Socket secure) throws IOException {
        socket = secure;
        in = new BufferedInputStream(secure.getInputStream());
        out = new BufferedOutputStream(secure.getOutputStream());
    }

    SmtpReply ask(String command) throws IOException {
        tell(command);
        return read();
    }

    void tell(String command) throws IOException {
        if (command.chars().anyMatch(each -> each < ' ' || each > '~')) {
            throw new ProtocolException("a command has a character that must not be there");
        }
        out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /// Sends content up to the dot behind it. Every line ends with CR and LF, and only lines do: a
    /// server that takes less for a line must not find an end in the middle.
    void content(String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
        boolean begins = true;
        for (int i = 0; i < content.length; i++) {
            byte each = content[i];
            if (each == '\n' && i > 0 && content[i - 1] == '\r') {
                continue;
            }
            if (each == '\r' || each == '\n') {
                out.write('\r');
                out.write('\n');
                begins = true;
                continue;
            }
            if (begins && each == '.') {
                out.write('.');
            }
            out.write(each);
            begins = false;
        }
        out.write((begins ? ".\r\n" : "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    SmtpReply read() throws IOException {
        var lines = new ArrayList<String>();
        while (true) {
            String line = line();
            int code = code(line);
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() < 4 || line.charAt(3) != '-') {
                return new SmtpReply(code, lines);
            }
            if (lines.size() >= MOST_LINES) {
                throw new ProtocolException("the reply of the server has no end");
            }
        }
    }

    private static int code(String line) throws IOException {
        if (!line.matches("(?s)[2-5][0-9][0-9]([- ].*)?")) {
            throw new ProtocolException("what answers is no mail server");
        }
        return Integer.parseInt(line.substring(0, 3));
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.size() >= MOST_LINE) {
                throw new ProtocolException("a line of the server has no end");
            }
            line.write(each);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
