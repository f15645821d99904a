package io.caretaker.web.database;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.HealthReport;
import java.util.List;

/// What a person does about a database that cannot be worked with. Pure.
final class FirstAid {
    private FirstAid() {}

    static List<String> of(HealthReport report) {
        return switch (report.reply()) {
            case DatabaseReply.Reached _ -> List.of();
            case DatabaseReply.Unknown _ ->
                    List.of(
                            "This says nothing about the server: caretaker itself could not ask it");
            case DatabaseReply.Refused refused -> of(refused.fault(), report.target().address());
        };
    }

    private static List<String> of(Fault fault, String address) {
        return switch (fault) {
            case AUTHENTICATION ->
                    List.of(
                            "The server lives. See whether the user and the password of the log-in"
                                    + " are right, and whether the server lets this machine in",
                            "Under Inventory the log-in can be changed and tried");
            case REFUSED, NOT_RUNNING ->
                    List.of(
                            "Nothing listens at " + address + ": see whether the server runs",
                            "If it does, see whether it listens on that address and port");
            case TIMED_OUT, UNREACHABLE ->
                    List.of(
                            "Nothing came back from " + address,
                            "See whether the machine is up, and whether a firewall is between");
            case NAME_NOT_FOUND -> List.of("No address is known for the name; see the spelling");
            case TLS ->
                    List.of(
                            "The two did not agree on an encrypted connection",
                            "See the TLS setting of the log-in, and the server's certificate");
            case STARTING -> List.of("It is starting; wait a moment");
            case STOPPING -> List.of("Somebody is stopping it");
            case OVERLOADED ->
                    List.of(
                            "It has no connection left to give",
                            "Look who holds them, and end what is not needed");
            case CLOSED, UNEXPECTED_ANSWER ->
                    List.of("Something else may answer at " + address + "; see the port");
            case CRITICAL -> List.of("See its log");
        };
    }
}
