package io.caretaker.server.care;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeLevel;
import io.caretaker.core.change.ChangeStep;
import io.caretaker.core.change.StepAction;
import io.caretaker.core.change.StepActions;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.LockdownPlan;
import io.caretaker.core.lockdown.LockdownRules;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.lockdown.Restriction.Kind;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The steps of a lockdown: some databases, roles or accounts each, set at once.
final class LockdownSteps implements StepActions {
    /// Few enough that a step is short, many enough that a server with a thousand roles is closed
    /// soon.
    private static final int AT_ONCE = 20;

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String FIELD = "restrictions";
    private static final int NAMED = 3;

    private final DatabaseLockdown lockdown;
    private final DatabaseTarget target;
    private final HostAccess host;
    private final String fingerprint;
    private final Ticker ticker;

    /// @param fingerprint of the server the change was planned for; no other is touched
    LockdownSteps(
            DatabaseLockdown lockdown,
            DatabaseTarget target,
            HostAccess host,
            String fingerprint,
            Ticker ticker) {
        this.lockdown = lockdown;
        this.target = target;
        this.host = host;
        this.fingerprint = fingerprint;
        this.ticker = ticker;
    }

    /// Databases first: they refuse everybody at once.
    static List<ChangeStep> of(LockdownPlan plan) {
        var steps = new ArrayList<ChangeStep>();
        for (Kind kind : Kind.values()) {
            List<Restriction> all =
                    plan.restricted().stream().filter(each -> each.kind() == kind).toList();
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<Restriction> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                steps.add(
                        new ChangeStep(
                                kind.word() + "s-" + (from / AT_ONCE + 1),
                                words(kind, some),
                                ChangeLevel.SECURITY,
                                Map.of(FIELD, documents(some))));
            }
        }
        return steps;
    }

    /// All that the steps of a change restrict.
    static List<Restriction> restrictions(Change change) {
        return change.steps().stream().flatMap(step -> read(step.description()).stream()).toList();
    }

    private static String words(Kind kind, List<Restriction> some) {
        List<String> names = some.stream().limit(NAMED).map(Restriction::name).toList();
        int more = some.size() - names.size();
        return kind.doing(some.size())
                + " "
                + String.join(", ", names)
                + (more > 0 ? " and " + more + " more" : "");
    }

    @Override
    public StepAction of(ChangeStep step) {
        return new Closing(read(step.description()));
    }

    private Gates look() throws InterruptedException {
        Gates gates = lockdown.look(target, host, deadline());
        if (!gates.fingerprint().equals(fingerprint)) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "another server answers at "
                            + target.address()
                            + " by now: "
                            + gates.fingerprint()
                            + " instead of "
                            + fingerprint
                            + "; where the one that was locked down is gone for good, move the"
                            + " change's files out of `changes` in the state directory",
                    "");
        }
        if (gates.standby() != null) {
            throw new Problem(ProblemCode.DENIED, gates.standby(), "");
        }
        return gates;
    }

    private Deadline deadline() {
        return Deadline.after(LONGEST, ticker);
    }

    private final class Closing implements StepAction {
        private final List<Restriction> wanted;

        Closing(List<Restriction> wanted) {
            this.wanted = wanted;
        }

        @Override
        public Look look(Map<String, ? extends @Nullable Object> earlier)
                throws InterruptedException {
            Gates gates = LockdownSteps.this.look();
            return new Look(
                    LockdownRules.toClose(wanted, gates).isEmpty(),
                    Map.of(FIELD, documents(LockdownRules.before(wanted, read(earlier), gates))));
        }

        @Override
        public void apply(Map<String, ? extends @Nullable Object> before)
                throws InterruptedException {
            Gates gates = LockdownSteps.this.look();
            lockdown.set(target, host, LockdownRules.toClose(wanted, gates), deadline());
        }

        @Override
        public List<String> undo(Map<String, ? extends @Nullable Object> before)
                throws InterruptedException {
            List<Restriction> found = read(before);
            LockdownRules.Release release = LockdownRules.toOpen(found, LockdownSteps.this.look());
            lockdown.set(target, host, release.settings(), deadline());
            if (!release.settings().isEmpty()) {
                requireOpen(found);
            }
            return release.notes();
        }

        private void requireOpen(List<Restriction> found) throws InterruptedException {
            List<DatabaseLockdown.Setting> left =
                    LockdownRules.toOpen(found, LockdownSteps.this.look()).settings();
            if (!left.isEmpty()) {
                throw new Problem(
                        ProblemCode.FAILED,
                        left.getFirst().expected().label() + " was not released",
                        "");
            }
        }
    }

    private static List<Map<String, Object>> documents(List<Restriction> restrictions) {
        return restrictions.stream().map(LockdownSteps::document).toList();
    }

    static Map<String, Object> document(Restriction restriction) {
        var document = new LinkedHashMap<String, Object>();
        document.put("kind", restriction.kind().word());
        document.put("id", restriction.id());
        document.put("name", restriction.name());
        document.put("connection_limit", restriction.limit());
        document.put("allow_connections", restriction.allowed());
        if (restriction.memo() != null) {
            document.put("memo", restriction.memo());
        }
        return document;
    }

    private static List<Restriction> read(Map<String, ? extends @Nullable Object> description) {
        var restrictions = new ArrayList<Restriction>();
        if (description.get(FIELD) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    restrictions.add(restriction(map));
                }
            }
        }
        return restrictions;
    }

    private static Restriction restriction(Map<?, ?> map) {
        return new Restriction(
                Kind.valueOf(String.valueOf(map.get("kind")).toUpperCase(Locale.ROOT)),
                String.valueOf(map.get("id")),
                String.valueOf(map.get("name")),
                map.get("connection_limit") instanceof Number limit ? limit.intValue() : -1,
                Boolean.TRUE.equals(map.get("allow_connections")),
                map.get("memo") instanceof String memo ? memo : null);
    }
}
