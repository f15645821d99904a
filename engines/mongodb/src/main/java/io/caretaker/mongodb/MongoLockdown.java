package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretSource;
import java.util.List;
import java.util.function.Function;

/// Locks a MongoDB down: blocks writes where the version has it, and takes the roles of accounts.
/// Thread-safe.
///
/// There is one way to the needed rights, the target's own account: MongoDB has no log-in by
/// operating-system user. Restrictions of accounts do not touch their passwords or
/// `authenticationRestrictions`. They are set one after the other, not all or none: what a failure
/// leaves undone [#look] tells, and setting them again does the rest.
final class MongoLockdown implements DatabaseLockdown {
    private final SecretSource secrets;
    private final NameResolver names;

    MongoLockdown(SecretSource secrets, NameResolver names) {
        this.secrets = secrets;
        this.names = names;
    }

    @Override
    public Gates look(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        return ask(target, LockdownLink::look, deadline);
    }

    @Override
    public void set(
            DatabaseTarget target, HostAccess host, List<Setting> settings, Deadline deadline)
            throws InterruptedException {
        if (!settings.isEmpty()) {
            ask(
                    target,
                    link -> {
                        link.set(settings, deadline);
                        return true;
                    },
                    deadline);
        }
    }

    /// Each time over a new connection: a lockdown is rare, and shall not depend on one that was
    /// there before it.
    private <T> T ask(DatabaseTarget target, Function<LockdownLink, T> question, Deadline deadline)
            throws InterruptedException {
        try (var kept = new Kept<>(new LogIn(target, secrets, names), LockdownLink::new)) {
            return kept.ask(question, deadline);
        } catch (BoundedWork.FailedException e) {
            if (e.reason() instanceof Problem problem) {
                throw problem;
            }
            throw unreachable(target, e);
        }
    }

    private static Problem unreachable(DatabaseTarget target, BoundedWork.FailedException failure) {
        DatabaseReply.Refused refused = Refusals.of(failure.reason());
        return new Problem(
                ProblemCode.UNREACHABLE,
                "MongoDB at "
                        + target.address()
                        + " cannot be locked down: "
                        + refused.message()
                        + (refused.details() == null ? "" : " (" + refused.details() + ")"),
                "a server that does not run takes no connections",
                failure);
    }
}
