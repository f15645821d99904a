package io.caretaker.core.host;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program to run, as an argument list: never a line for a shell.
///
/// @param user the operating-system user to run as; null keeps caretaker's own
/// @param sudo whether to become root first, when caretaker is not root already
/// @param input what the program reads from standard input; null gives an empty one
public record Command(
        List<String> arguments,
        Map<String, String> environment,
        @Nullable String user,
        boolean sudo,
        @Nullable String input) {
    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least the program's name");
        }
    }

    public static Command of(String... arguments) {
        return of(List.of(arguments));
    }

    public static Command of(List<String> arguments) {
        return new Command(arguments, Map.of(), null, false, null);
    }

    public Command as(@Nullable String otherUser) {
        return new Command(arguments, environment, otherUser, sudo, input);
    }

    public Command withSudo(boolean wanted) {
        return new Command(arguments, environment, user, wanted, input);
    }

    public Command withInput(String text) {
        return new Command(arguments, environment, user, sudo, text);
    }

    public Command withEnvironment(Map<String, String> variables) {
        return new Command(arguments, variables, user, sudo, input);
    }

    public String program() {
        return arguments.getFirst();
    }
}
