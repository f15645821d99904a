package io.caretaker.server.care;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeState;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.change.ChangeJournal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which servers are locked down, by the journal of changes. Looking costs the listing of a
/// directory that is empty as a rule. Thread-safe.
public final class Lockdowns {
    static final String KIND = "lockdown";
    private static final Logger LOG = LoggerFactory.getLogger("care");

    private final ChangeJournal journal;
    private final Supplier<Inventory> inventory;

    public Lockdowns(ChangeJournal journal, Supplier<Inventory> inventory) {
        this.journal = journal;
        this.inventory = inventory;
    }

    /// Those that are in force, or half so, the oldest first. The damage of another's journal does
    /// not matter.
    private List<ChangeState> open(Predicate<Change> which) {
        return journal.open(change -> change.kind().equals(KIND) && which.test(change)).stream()
                .filter(ChangeState::inForce)
                .toList();
    }

    /// Those ordered for services that are not in the inventory any more.
    List<ChangeState> orphans() {
        Inventory known = inventory.get();
        return open(change -> known.service(new ServiceId(change.label())).isEmpty());
    }

    /// The lockdown of a service's server. It may have been ordered for another service of the
    /// inventory on the same port of the same host.
    public Optional<ChangeState> inForce(Service service) {
        return open(change -> concerns(change, service)).stream().findFirst();
    }

    /// In words, for a status; null when its server is not locked down, and when that cannot be
    /// read.
    public @Nullable String words(Service service) {
        if (!(service.check() instanceof CheckSpec.Database)) {
            return null;
        }
        try {
            return inForce(service).map(Lockdowns::words).orElse(null);
        } catch (Problem problem) {
            LOG.atDebug()
                    .addKeyValue("service", service.id())
                    .addKeyValue("problem", problem.message())
                    .log("whether it is locked down cannot be read");
            return null;
        }
    }

    /// One clause.
    public static String words(ChangeState state) {
        String since = state.change().at().truncatedTo(ChronoUnit.SECONDS).toString();
        return switch (state.status()) {
            case APPLIED -> "locked down since " + since + " by " + state.change().actor();
            case APPLYING ->
                    "partly locked down since "
                            + since
                            + " by "
                            + state.change().actor()
                            + ", which was interrupted";
            case UNDOING -> "locked down since " + since + ", and its release is not complete";
            case UNDONE -> "not locked down";
        };
    }

    private boolean concerns(Change change, Service service) {
        String ordered = change.label();
        if (ordered.equals(service.id().value())) {
            return true;
        }
        Optional<Service> other = inventory.get().service(new ServiceId(ordered));
        return other.isPresent() && sameServer(other.get(), service);
    }

    private static boolean sameServer(Service one, Service other) {
        return one.hostId().equals(other.hostId())
                && one.check() instanceof CheckSpec.Database first
                && other.check() instanceof CheckSpec.Database second
                && first.target().engine() == second.target().engine()
                && first.target().port() == second.target().port();
    }
}
