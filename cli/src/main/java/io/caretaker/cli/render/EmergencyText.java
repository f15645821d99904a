package io.caretaker.cli.render;

import io.caretaker.core.change.ChangeState;
import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.session.CleanupPlan;
import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.CleanupReport.Ended;
import io.caretaker.core.session.CleanupReport.Failed;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.server.care.Cleanup;
import io.caretaker.server.care.Emergency;
import io.caretaker.server.care.EmergencyPlan;
import io.caretaker.server.care.EmergencyReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An emergency shutdown for people and programs.
public final class EmergencyText {
    private static final int NAMED = 8;

    private EmergencyText() {}

    /// What would be done.
    public static List<String> plan(EmergencyPlan plan) {
        var lines = new ArrayList<String>();
        lines.add(
                "Emergency shutdown of "
                        + plan.service().label()
                        + " at "
                        + plan.target().address()
                        + " ("
                        + plan.target().engine().title()
                        + " "
                        + plan.snapshot().version()
                        + ", identity "
                        + Objects.requireNonNullElse(plan.fingerprint(), "not readable")
                        + "):");
        EmergencyPlan.Lockdown lockdown = plan.lockdown();
        if (lockdown != null) {
            restrictions(lines, lockdown);
        }
        int victims = plan.sessions().victims().size();
        lines.add("  end " + Texts.count(victims, "session") + names(plan.sessions().victims()));
        spared(lines, plan.sessions().spared());
        for (Victim victim : plan.sessions().unable()) {
            lines.add(
                    "  cannot end "
                            + session(victim.session())
                            + ": "
                            + CleanupPlan.obstacle(victim));
        }
        plan.snapshot().notes().forEach(note -> lines.add("  note: " + note));
        return lines;
    }

    /// Each by its name; many for the same reason by their number.
    private static void spared(List<String> lines, List<Spared> all) {
        var byReason = new LinkedHashMap<String, List<Spared>>();
        all.forEach(
                each -> byReason.computeIfAbsent(each.reason(), _ -> new ArrayList<>()).add(each));
        byReason.forEach((reason, some) -> {
            if (some.size() > NAMED) {
                lines.add("  spare " + Texts.count(some.size(), "session") + ": " + reason);
            } else {
                some.forEach(
                        each -> lines.add("  spare " + session(each.session()) + ": " + reason));
            }
        });
    }

    private static void restrictions(List<String> lines, EmergencyPlan.Lockdown lockdown) {
        lines.add("  lock it down, " + lockdown.gates().way() + ":");
        for (Restriction.Kind kind : Restriction.Kind.values()) {
            List<String> names =
                    lockdown.plan().restricted().stream()
                            .filter(each -> each.kind() == kind)
                            .map(Restriction::name)
                            .toList();
            if (!names.isEmpty()) {
                lines.add("    " + kind.doing(names.size()) + named(kind, names));
            }
        }
        lockdown.plan().notes().forEach(note -> lines.add("    " + note));
    }

    private static String named(Restriction.Kind kind, List<String> names) {
        return kind == Restriction.Kind.WRITES ? "" : ": " + some(names);
    }

    private static String names(List<Victim> victims) {
        var users = new LinkedHashMap<String, Integer>();
        victims.forEach(
                victim -> users.merge(String.valueOf(victim.session().user()), 1, Integer::sum));
        List<String> each =
                users.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList();
        return each.isEmpty() ? "" : " (" + some(each) + ")";
    }

    private static String some(List<String> names) {
        int more = names.size() - NAMED;
        return String.join(", ", names.stream().limit(NAMED).toList())
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String session(DatabaseSession session) {
        return "session "
                + session.id()
                + (session.user() == null ? "" : " of " + session.user())
                + (session.application() == null || session.application().isEmpty()
                        ? ""
                        : " (" + session.application() + ")");
    }

    /// What was done; notes that stood in the plan are not told again.
    public static List<String> report(EmergencyPlan plan, EmergencyReport report) {
        var lines = new ArrayList<String>();
        ChangeState lockdown = report.lockdown();
        if (lockdown != null) {
            lines.add(
                    "It is locked down, by change "
                            + lockdown.change().id()
                            + ", until `caretaker emergency-shutdown "
                            + lockdown.change().label()
                            + " --release`.");
        }
        lines.add(
                Texts.count(report.sessions().ended().size(), "session")
                        + " ended, "
                        + report.sessions().spared().size()
                        + " spared, "
                        + report.sessions().failed().size()
                        + " not ended.");
        for (Failed failed : report.sessions().failed()) {
            lines.add(
                    "  "
                            + session(failed.victim().session())
                            + ": "
                            + failed.message()
                            + (failed.hint().isEmpty() ? "" : "; " + failed.hint()));
        }
        var told = new HashSet<>(plan.snapshot().notes());
        EmergencyPlan.Lockdown planned = plan.lockdown();
        if (planned != null) {
            told.addAll(planned.plan().notes());
        }
        Stream.concat(report.sessions().notes().stream(), report.notes().stream())
                .filter(told::add)
                .forEach(note -> lines.add("  note: " + note));
        return lines;
    }

    /// What would be done, for programs: as a clean-up, with `lockdown`.
    public static Map<String, @Nullable Object> document(EmergencyPlan plan) {
        EmergencyPlan.Lockdown lockdown = plan.lockdown();
        var planned =
                new CleanupReport(
                        true,
                        plan.snapshot().at(),
                        plan.fingerprint(),
                        plan.sessions().victims().stream()
                                .map(victim -> new Ended(victim, "terminate", Duration.ZERO))
                                .toList(),
                        plan.sessions().spared(),
                        Cleanup.unable(plan.sessions()).toList(),
                        plan.snapshot().notes());
        return document(plan, planned, lockdown == null ? null : planned(lockdown, plan.inForce()));
    }

    /// What was done, for programs.
    public static Map<String, @Nullable Object> document(
            EmergencyPlan plan, EmergencyReport report) {
        CleanupReport sessions = report.sessions();
        var notes = new ArrayList<>(sessions.notes());
        notes.addAll(report.notes());
        var done =
                new CleanupReport(
                        false,
                        sessions.at(),
                        plan.fingerprint(),
                        sessions.ended(),
                        sessions.spared(),
                        sessions.failed(),
                        notes);
        ChangeState lockdown = report.lockdown();
        return document(plan, done, lockdown == null ? null : lockdown(lockdown));
    }

    private static Map<String, @Nullable Object> document(
            EmergencyPlan plan,
            CleanupReport sessions,
            @Nullable Map<String, @Nullable Object> lockdown) {
        Map<String, @Nullable Object> document =
                SessionDocument.cleanup(plan.service().id().value(), sessions);
        document.put("lockdown", lockdown);
        return document;
    }

    private static Map<String, @Nullable Object> planned(
            EmergencyPlan.Lockdown lockdown, @Nullable ChangeState inForce) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("status", inForce == null ? "planned" : Texts.word(inForce.status()));
        document.put("restricts", labels(lockdown.plan().restricted()));
        document.put(
                "leaves_alone",
                lockdown.plan().leftAlone().stream()
                        .map(each -> each.restriction().label() + ": " + each.reason())
                        .toList());
        return document;
    }

    private static List<String> labels(List<Restriction> restrictions) {
        return restrictions.stream().map(Restriction::label).toList();
    }

    /// A lockdown as it stands.
    public static Map<String, @Nullable Object> lockdown(ChangeState state) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("change", state.change().id().value());
        document.put("status", state.status().name().toLowerCase(Locale.ROOT));
        document.put("since", state.change().at());
        document.put("by", state.change().actor());
        document.put("steps", state.change().steps().stream().map(step -> step.words()).toList());
        return document;
    }

    /// What became of a release, for programs.
    public static Map<String, @Nullable Object> released(
            String service, @Nullable ChangeState state) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", service);
        document.put("released", state != null && !state.inForce());
        document.put("change", state == null ? null : state.change().id().value());
        document.put("left_alone", state == null ? List.of() : state.notes());
        document.put(
                "message",
                state == null
                        ? "nothing is locked down"
                        : state.inForce()
                                ? "not complete: " + Emergency.why(state)
                                : "clients are let in as before");
        return document;
    }
}
