package io.caretaker.core.lockdown;

import io.caretaker.core.check.Outcome;
import io.caretaker.core.lockdown.Restriction.Kind;
import io.caretaker.core.session.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Chooses what a lockdown restricts, and how that is taken back. Pure.
///
/// Databases refuse everybody; accounts are refused besides, because the entrance has to stay open
/// for those who repair. Engines whose databases cannot be shut have accounts, or all writing,
/// restricted. Protected users and databases stay reachable: where a database is protected, no
/// account is restricted, because an account's limit holds in all databases.
public final class LockdownRules {
    private LockdownRules() {}

    public static LockdownPlan plan(Gates gates, Protection protection) {
        @Nullable String shielded = shielded(gates, protection);
        var restricted = new ArrayList<Restriction>();
        var leftAlone = new ArrayList<>(gates.exempt());
        for (Restriction each : gates.open()) {
            @Nullable String objection = objection(each, protection, shielded);
            if (objection != null) {
                leftAlone.add(new Gates.Exempt(each, objection));
            } else if (!each.same(each.lockedDown())) {
                restricted.add(each);
            }
        }
        return new LockdownPlan(restricted, leftAlone, List.of(note(gates, shielded)));
    }

    /// A protected database, for the restrictions that hold in all databases; null when none is.
    private static @Nullable String shielded(Gates gates, Protection protection) {
        List<Restriction> databases =
                Stream.concat(
                                gates.open().stream(),
                                gates.exempt().stream().map(Gates.Exempt::restriction))
                        .filter(each -> each.kind() == Kind.DATABASE)
                        .toList();
        if (databases.isEmpty()) {
            // An engine that restricts no single database does not list them either.
            return protection.databases().stream()
                    .findFirst()
                    .map(pattern -> "database " + pattern)
                    .orElse(null);
        }
        return databases.stream()
                .filter(each -> !each.name().equals(gates.entrance()))
                .filter(each -> matches(protection.databases(), each.name()))
                .findFirst()
                .map(Restriction::label)
                .orElse(null);
    }

    private static @Nullable String objection(
            Restriction each, Protection protection, @Nullable String shielded) {
        return switch (each.kind()) {
            case DATABASE ->
                    matches(protection.databases(), each.name()) ? "a protected database" : null;
            case ROLE, ACCOUNT -> {
                if (matches(protection.users(), each.name())
                        || matches(protection.users(), user(each.name()))) {
                    yield "a protected user";
                }
                yield shielded == null
                        ? null
                        : (each.kind() == Kind.ROLE ? "its limit" : "its lock")
                                + " would hold in "
                                + shielded
                                + " too, which is protected";
            }
            case WRITES ->
                    shielded == null
                            ? null
                            : "this would hold in " + shielded + " too, which is protected";
        };
    }

    /// `app` of `app@10.0.0.%`.
    private static String user(String account) {
        int at = account.lastIndexOf('@');
        return at < 0 ? account : account.substring(0, at);
    }

    private static String note(Gates gates, @Nullable String shielded) {
        if (shielded == null) {
            return gates.admitted();
        }
        return gates.entrance() == null
                ? shielded + " is protected, so nobody is shut out"
                : shielded
                        + " is protected, so roles are not restricted: those who may still"
                        + " connect to it and to database "
                        + gates.entrance();
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> Protection.matches(pattern, name));
    }

    /// What is to be set so that these things are locked down: those that let anybody in now.
    public static List<DatabaseLockdown.Setting> toClose(List<Restriction> wanted, Gates now) {
        var settings = new ArrayList<DatabaseLockdown.Setting>();
        for (Restriction each : wanted) {
            now.find(each)
                    .filter(current -> !current.same(current.lockedDown()))
                    .map(current -> new DatabaseLockdown.Setting(current, current.lockedDown()))
                    .ifPresent(settings::add);
        }
        return settings;
    }

    /// How things stood before they were locked down, for those that are there.
    ///
    /// @param earlier what an attempt before this one found; what that has closed already is told
    ///   as it was, and what it found closed already is not told
    public static List<Restriction> before(
            List<Restriction> wanted, List<Restriction> earlier, Gates now) {
        var before = new ArrayList<Restriction>();
        for (Restriction each : wanted) {
            @Nullable Restriction current = now.find(each).orElse(null);
            @Nullable Restriction known =
                    earlier.stream().filter(each::of).findFirst().orElse(null);
            if (current == null) {
                continue;
            }
            if (known != null) {
                before.add(reopened(current, known));
            } else if (!current.same(current.lockedDown())) {
                before.add(current);
            }
        }
        return before;
    }

    /// Each value that a lockdown sets as it was before, each other one as it is.
    private static Restriction reopened(Restriction current, Restriction before) {
        Restriction closed = current.lockedDown();
        return new Restriction(
                current.kind(),
                current.id(),
                current.name(),
                current.limit() == closed.limit() ? before.limit() : current.limit(),
                current.allowed() == closed.allowed() ? before.allowed() : current.allowed(),
                current.allowed() == closed.allowed() ? before.memo() : current.memo());
    }

    /// How things that were locked down are put back: each value that is still as the lockdown set
    /// it. What somebody has changed since, he has changed on purpose.
    ///
    /// @param before as they stood
    public static Release toOpen(List<Restriction> before, Gates now) {
        var settings = new ArrayList<DatabaseLockdown.Setting>();
        var notes = new ArrayList<String>();
        for (Restriction each : before) {
            @Nullable Restriction current = now.find(each).orElse(null);
            if (current == null) {
                notes.add(each.label() + " does not exist any more");
                continue;
            }
            Restriction open = reopened(current, each);
            if (!open.same(current)) {
                settings.add(new DatabaseLockdown.Setting(current, open));
            }
            if (!open.same(each)) {
                notes.add(
                        current.label()
                                + " was changed meanwhile, which stays: "
                                + open.words()
                                + "; before the lockdown: "
                                + each.words());
            }
        }
        return new Release(settings, notes);
    }

    /// What a check of a server that is locked down means: it works as people want it to, and needs
    /// their attention.
    ///
    /// @param words since when it is locked down
    public static Outcome judged(Outcome found, String words) {
        return switch (found) {
            case Outcome.Up _ -> new Outcome.Warning(words);
            case Outcome.Warning warning -> new Outcome.Warning(words + "; " + warning.message());
            case Outcome.Down down -> new Outcome.Warning(words + "; " + down.message());
            case Outcome.Unknown unknown ->
                    new Outcome.Unknown(words + "; " + unknown.message(), unknown.details());
        };
    }

    /// What a release sets, and what it leaves as it is.
    public record Release(List<DatabaseLockdown.Setting> settings, List<String> notes) {
        public Release {
            settings = List.copyOf(settings);
            notes = List.copyOf(notes);
        }
    }
}
