package io.caretaker.core.health;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The adapters there are, by the kind of server that they serve, and what each can do. Pure.
public final class Engines {
    private Engines() {}

    /// What caretaker can do with one kind of server.
    ///
    /// @param able in the order of [Capability]
    /// @param limits what it cannot do and why, each as a sentence
    public record Ability(EngineKind kind, List<Capability> able, List<String> limits) {
        public Ability {
            able = List.copyOf(able);
            limits = List.copyOf(limits);
        }
    }

    /// The adapter that serves a kind; empty when there is none.
    public static Optional<DatabaseEngine> of(
            Collection<? extends DatabaseEngine> engines, EngineKind kind) {
        return engines.stream()
                .<DatabaseEngine>map(engine -> engine)
                .filter(engine -> engine.kinds().contains(kind))
                .findFirst();
    }

    /// What each kind of server can be done with, in the order of [EngineKind].
    public static List<Ability> abilities(Collection<? extends DatabaseEngine> engines) {
        var all = new ArrayList<Ability>();
        for (EngineKind kind : EngineKind.values()) {
            of(engines, kind).map(engine -> ability(engine, kind)).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private static Ability ability(DatabaseEngine engine, EngineKind kind) {
        var limits = new ArrayList<String>();
        for (Capability each : Capability.values()) {
            if (!engine.capabilities().contains(each)) {
                limits.add("this version of caretaker cannot " + each.words());
            }
        }
        limits.addAll(engine.limits(kind));
        return new Ability(
                kind,
                Stream.of(Capability.values()).filter(engine.capabilities()::contains).toList(),
                limits);
    }

    /// Says that something is not done because the engine's adapter cannot do it.
    public static Problem lacking(
            Collection<? extends DatabaseEngine> engines, EngineKind kind, Capability wanted) {
        String able =
                abilities(engines).stream()
                        .filter(each -> each.able().contains(wanted))
                        .map(each -> each.kind().title())
                        .collect(Collectors.joining(", "));
        return new Problem(
                ProblemCode.INVALID,
                "on " + kind.title() + " this version of caretaker cannot " + wanted.words(),
                (able.isEmpty() ? "" : "it can on " + able + "; ")
                        + "`caretaker engines` shows what each engine can do");
    }
}
