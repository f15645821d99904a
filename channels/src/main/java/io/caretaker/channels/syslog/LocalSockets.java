package io.caretaker.channels.syslog;

import io.caretaker.core.alert.SendReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The datagram sockets of this machine that take records. Thread-safe.
///
/// @param journal of systemd's journal
/// @param log of syslog
record LocalSockets(String journal, String log, UnixDatagrams datagrams) {
    static final LocalSockets USUAL =
            new LocalSockets("/run/systemd/journal/socket", "/dev/log", new UnixDatagrams());

    private static final int MOST_BYTES = 32_768;
    private static final int LEAST_BYTES = 512;

    private interface Written {
        byte[] bytes(int most);
    }

    /// To the journal where it is, else to syslog.
    SendReply send(List<SyslogRecord> records, SyslogFormat format) {
        if (!Files.exists(Path.of(journal))) {
            return send(records, format, log);
        }
        for (SyslogRecord each : records) {
            SendReply failed = send(journal, most -> format.journal(each, most));
            if (failed != null) {
                return failed;
            }
        }
        return new SendReply.Delivered("to the journal");
    }

    /// To syslog behind a socket.
    SendReply send(List<SyslogRecord> records, SyslogFormat format, String path) {
        for (SyslogRecord each : records) {
            SendReply failed = send(path, most -> format.local(each, most));
            if (failed != null) {
                return failed;
            }
        }
        return new SendReply.Delivered("to " + path);
    }

    /// Shorter and shorter, when the receiver's buffer is too small.
    private @Nullable SendReply send(String path, Written written) {
        for (int most = MOST_BYTES; ; most /= 2) {
            int error = datagrams.send(path, written.bytes(most));
            if (error == 0) {
                return null;
            }
            if (error != UnixDatagrams.EMSGSIZE || most <= LEAST_BYTES) {
                return failure(path, error);
            }
        }
    }

    private static SendReply failure(String path, int error) {
        return switch (error) {
            case UnixDatagrams.EACCES ->
                    new SendReply.ChannelRefused("caretaker may not write to " + path);
            case UnixDatagrams.ENOENT -> new SendReply.Later("there is no " + path, null);
            case UnixDatagrams.ECONNREFUSED ->
                    new SendReply.Later("nobody listens at " + path, null);
            case UnixDatagrams.EAGAIN ->
                    new SendReply.Later("whoever listens at " + path + " does not keep up", null);
            default -> new SendReply.Later("error " + error + " of the system at " + path, null);
        };
    }
}
