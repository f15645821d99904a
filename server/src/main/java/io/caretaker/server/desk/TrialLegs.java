package io.caretaker.server.desk;

import io.caretaker.core.health.ConnectionLeg;
import io.caretaker.core.health.ConnectionLeg.Leg;
import io.caretaker.core.health.ConnectionReport;
import java.util.ArrayList;
import java.util.List;

/// The legs behind the port: the log-in, and what it may see. Pure.
final class TrialLegs {
    private TrialLegs() {}

    /// All legs of a trial.
    ///
    /// @param way those up to the port, as far as it was gone
    static List<ConnectionLeg> whole(ConnectionReport report, List<ConnectionLeg> way) {
        var legs = new ArrayList<>(way);
        if (!legs.isEmpty() && !legs.getLast().ok()) {
            return legs;
        }
        boolean tunnelled = legs.stream().anyMatch(each -> each.leg() == Leg.SSH);
        switch (report.verdict()) {
            case READY -> {
                legs.add(ConnectionLeg.passed(Leg.LOG_IN, "the log-in works"));
                legs.add(ConnectionLeg.passed(Leg.RIGHTS, "all that caretaker looks for is seen"));
            }
            case LIMITED -> {
                legs.add(ConnectionLeg.passed(Leg.LOG_IN, "the log-in works"));
                legs.add(
                        ConnectionLeg.failed(
                                Leg.RIGHTS,
                                "some of the server is hidden from it",
                                String.join("; ", report.missing())));
            }
            case LOG_IN_REFUSED ->
                    legs.add(
                            ConnectionLeg.failed(
                                    Leg.LOG_IN,
                                    report.message(),
                                    "see the user and the password; the server sees the log-in come"
                                            + " from "
                                            + (tunnelled
                                                    ? "its own host, through SSH"
                                                    : "caretaker's machine")));
            case VERSION_NOT_SUPPORTED, OTHER_ENGINE, TLS_NOT_ACCEPTED, NOT_READY ->
                    legs.add(ConnectionLeg.failed(Leg.LOG_IN, report.message(), ""));
            case NOT_REACHABLE -> legs.add(ConnectionLeg.failed(next(legs), report.message(), ""));
            case UNKNOWN -> {}
        }
        return legs;
    }

    /// Where it ended when nothing more came.
    private static Leg next(List<ConnectionLeg> passed) {
        return passed.isEmpty() ? Leg.PORT : Leg.LOG_IN;
    }
}
