package io.caretaker.hosts.probe;

import io.caretaker.core.host.ProcessFacts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tells caretaker's own processes from all others. A pattern that is looked for stands in the
/// command line of the caretaker that was told to look for it, and of the shell that started that
/// one: none of them is the service.
record Caretakers(List<ProcessFacts> others) {

    /// Sorts them out.
    ///
    /// @param here whether they are processes of this machine, of which we are one
    static Caretakers of(List<ProcessFacts> processes, boolean here) {
        Map<Long, ProcessFacts> byPid =
                processes.stream()
                        .collect(Collectors.toMap(ProcessFacts::pid, Function.identity()));
        Set<Long> own = new HashSet<>();
        if (here) {
            addWithParents(ProcessHandle.current().pid(), byPid, own);
        }
        processes.stream()
                .filter(Caretakers::isCaretaker)
                .forEach(process -> addWithParents(process.pid(), byPid, own));
        return new Caretakers(
                processes.stream().filter(process -> !own.contains(process.pid())).toList());
    }

    /// Not up to the first process, which is nobody's shell.
    private static void addWithParents(
            long pid, Map<Long, ProcessFacts> processes, Set<Long> into) {
        for (long p = pid; p > 1 && into.add(p); ) {
            ProcessFacts process = processes.get(p);
            p = process == null ? 0 : process.parent();
        }
    }

    /// A Java program of ours: its main class or jar says so.
    private static boolean isCaretaker(ProcessFacts process) {
        return process.program().equals("java")
                && process.arguments().stream()
                        .anyMatch(argument ->
                                argument.startsWith("io.caretaker.")
                                        || argument.matches("(.*/)?caretaker[^/]*\\.jar"));
    }
}
