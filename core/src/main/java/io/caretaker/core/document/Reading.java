package io.caretaker.core.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What all parts of one document share while it is read.
final class Reading {
    private final boolean strict;
    private final List<FieldProblem> problems = new ArrayList<>();
    private final List<Fields> parts = new ArrayList<>();

    Reading(boolean strict) {
        this.strict = strict;
    }

    void joined(Fields part) {
        parts.add(part);
    }

    void add(FieldProblem problem) {
        problems.add(problem);
    }

    int count() {
        return problems.size();
    }

    Set<String> knownPaths() {
        var paths = new TreeSet<String>();
        for (Fields part : parts) {
            part.asked().forEach(key -> paths.add(Fields.child(part.path(), key)));
        }
        return paths;
    }

    List<FieldProblem> all() {
        var all = new ArrayList<>(problems);
        if (strict) {
            parts.forEach(part -> all.addAll(part.unknownKeys()));
        }
        return all;
    }
}
