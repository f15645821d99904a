package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.install.Installer;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows a plan, asks, and carries it out.
record Carried(Session session, boolean dryRun, boolean yes) {
    /// Whether something was done, or would have been.
    boolean out(Installer.Plan plan, List<String> notes, String doing, String nothing)
            throws InterruptedException {
        if (session.json()) {
            return json(plan, notes);
        }
        if (plan.steps().isEmpty()) {
            session.say(nothing + "; nothing was changed.");
            notes.forEach(note -> session.say("  note: " + note));
            return false;
        }
        session.say(doing + (dryRun ? " would:" : " will:"));
        int number = 1;
        for (String step : plan.steps()) {
            session.say("  " + number++ + ". " + step);
        }
        notes.forEach(note -> session.say("  note: " + note));
        if (!dryRun) {
            session.confirm("Go on?", yes);
            plan.run().go(step -> session.note("  " + step));
        }
        return true;
    }

    private boolean json(Installer.Plan plan, List<String> notes) throws InterruptedException {
        if (!dryRun && !plan.steps().isEmpty()) {
            session.confirm("Go on?", yes);
            plan.run().go(_ -> {});
        }
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("done", !dryRun);
        document.put("steps", plan.steps());
        document.put("notes", notes);
        session.json(document);
        return !plan.steps().isEmpty();
    }
}
