package io.caretaker.server.change;

import io.caretaker.core.change.Change;
import io.caretaker.core.change.ChangeId;
import io.caretaker.core.change.ChangeLevel;
import io.caretaker.core.change.ChangeStep;
import io.caretaker.core.change.StepAction;
import io.caretaker.core.change.StepActions;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Some settings that outlive whoever changes them, who can be killed before and after each act.
final class World implements StepActions {
    static final String WANTED = "closed";

    final Map<String, String> settings =
            new TreeMap<>(Map.of("a", "open", "b", "half", "c", "closed", "d", "5"));

    /// Each value that was written, in order.
    final List<String> written = new ArrayList<>();

    final Set<String> refusing = new TreeSet<>();
    private int until = Integer.MAX_VALUE;

    /// As the operating system does it: nothing is caught, nothing is cleaned up.
    static final class Killed extends Error {}

    Change change(String id) {
        return new Change(
                new ChangeId(id),
                "closing",
                "world:1",
                "svc_world",
                "test",
                Instant.parse("2026-01-02T03:04:05Z"),
                settings.keySet().stream().map(World::step).toList());
    }

    private static ChangeStep step(String name) {
        return new ChangeStep(name, "close " + name, ChangeLevel.SECURITY, Map.of("key", name));
    }

    /// The next so many instants are survived, the one after is not.
    World killedAfter(int instants) {
        until = instants;
        return this;
    }

    boolean survived() {
        return until > 0;
    }

    private void instant() {
        if (until-- <= 0) {
            throw new Killed();
        }
    }

    @Override
    public StepAction of(ChangeStep step) {
        return new Setting(String.valueOf(step.description().get("key")));
    }

    private void write(String key, String value) {
        instant();
        if (refusing.contains(key)) {
            throw new Problem(ProblemCode.DENIED, key + " is refused", "");
        }
        settings.put(key, value);
        written.add(key + "=" + value);
        instant();
    }

    private final class Setting implements StepAction {
        private final String key;

        Setting(String key) {
            this.key = key;
        }

        @Override
        public Look look(Map<String, ? extends @Nullable Object> earlier) {
            instant();
            String now = String.valueOf(settings.get(key));
            return now.equals(WANTED)
                    ? new Look(true, earlier)
                    : new Look(false, Map.of("value", now));
        }

        @Override
        public void apply(Map<String, ? extends @Nullable Object> before) {
            write(key, WANTED);
        }

        @Override
        public List<String> undo(Map<String, ? extends @Nullable Object> before) {
            instant();
            String now = String.valueOf(settings.get(key));
            if (!(before.get("value") instanceof String value) || now.equals(value)) {
                return List.of();
            }
            if (!now.equals(WANTED)) {
                return List.of(key + " was changed meanwhile");
            }
            write(key, value);
            return List.of();
        }
    }
}
