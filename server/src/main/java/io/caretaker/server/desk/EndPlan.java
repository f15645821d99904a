package io.caretaker.server.desk;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndRules;
import io.caretaker.server.care.SessionEnd;
import java.time.Instant;
import java.util.List;

/// Sessions, or queries, that a person wants ended, as they were when all were looked at; nothing
/// was done yet.
///
/// @param at when they were looked at, by the server's clock
public record EndPlan(
        Database database, EndMethod method, List<SessionEnd.Order> orders, Instant at) {
    public EndPlan {
        orders = List.copyOf(orders);
    }

    /// Makes sure that nothing speaks against ending any of them.
    ///
    /// @param force how a person says that it is wanted all the same, for the hint
    /// @throws Problem `DENIED` when something does
    public void require(String force) {
        for (SessionEnd.Order order : orders) {
            String objection = order.objection();
            if (objection != null) {
                boolean forceHelps =
                        EndRules.forceHelps(
                                order.session(),
                                order.method(),
                                order.service().careInForce().protection());
                throw new Problem(
                        ProblemCode.DENIED,
                        OneLine.of(
                                "session " + order.session().id() + " is not ended: " + objection),
                        forceHelps ? force : "");
            }
        }
    }
}
