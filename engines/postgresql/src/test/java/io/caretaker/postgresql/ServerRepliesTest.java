package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

@NullMarked
class ServerRepliesTest {
    @ParameterizedTest
    @CsvSource({
        "57P03, the database system is starting up, STARTING",
        "57P03, the database system is not yet accepting connections, STARTING",
        "57P03, the database system is in recovery mode, STARTING",
        "57P03, das Datenbanksystem startet, STARTING",
        "57P03, the database system is shutting down, STOPPING",
        "57P01, terminating connection due to administrator command, CLOSED",
        "57P02, terminating connection because of crash of another server process, CLOSED",
        "57P05, terminating connection due to idle-session timeout, CLOSED",
        "53300, too many clients already, OVERLOADED",
        "53300, too many connections for role, OVERLOADED",
        "53200, out of memory, OVERLOADED",
        "28P01, password authentication failed, AUTHENTICATION",
        "28000, no pg_hba.conf entry, AUTHENTICATION",
        "42501, permission denied for database, AUTHENTICATION",
        "57014, canceling statement due to statement timeout, TIMED_OUT",
        "3D000, database does not exist, AUTHENTICATION",
        "55000, database is not currently accepting connections, AUTHENTICATION",
        "XX000, cache lookup failed, UNEXPECTED_ANSWER"
    })
    void the_servers_code_decides(String code, String message, Fault fault) {
        var failure =
                new PSQLException(
                        new ServerErrorMessage(
                                "SFATAL\0VFATAL\0C" + code + "\0M" + message + "\0"));

        assertThat(ServerReplies.fault(failure)).isEqualTo(fault);
    }

    @Test
    void without_a_code_the_cause_decides() {
        assertThat(because(new ConnectException("Connection refused"))).isEqualTo(Fault.REFUSED);
        assertThat(because(new ConnectException("Connection timed out")))
                .isEqualTo(Fault.TIMED_OUT);
        assertThat(because(new ConnectException("Network is unreachable")))
                .isEqualTo(Fault.UNREACHABLE);
        assertThat(because(new NoRouteToHostException("No route"))).isEqualTo(Fault.UNREACHABLE);
        assertThat(because(new UnknownHostException("x"))).isEqualTo(Fault.NAME_NOT_FOUND);
        assertThat(because(new SocketTimeoutException("Read"))).isEqualTo(Fault.TIMED_OUT);
        assertThat(because(new SocketException("Connection reset"))).isEqualTo(Fault.CLOSED);
        assertThat(because(new EOFException())).isEqualTo(Fault.CLOSED);
        assertThat(because(new SSLHandshakeException("PKIX"))).isEqualTo(Fault.TLS);
    }

    @Test
    void only_what_ends_a_session_asks_for_a_new_one() {
        assertThat(ServerReplies.connectionLost(new SQLException("gone", "08006"))).isTrue();
        assertThat(ServerReplies.connectionLost(new SQLException("stop", "57P01"))).isTrue();
        assertThat(ServerReplies.connectionLost(new SQLException("slow", "57014"))).isFalse();
        assertThat(ServerReplies.connectionLost(new SQLException("odd"))).isFalse();
    }

    private static Fault because(IOException cause) {
        return ServerReplies.fault(
                new SQLException("The connection attempt failed.", "08001", cause));
    }
}
