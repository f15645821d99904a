package io.caretaker.core.recovery;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ControlCommands;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.secret.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a step does, for people who are asked whether it may. Pure.
public final class RecoveryPlan {
    private RecoveryPlan() {}

    /// What is done in a step, in its order, each as one line without secrets.
    public static List<String> lines(RecoveryStep step, Service service, Host host) {
        var lines = new ArrayList<String>();
        switch (step) {
            case RELOAD -> lines.addAll(run(service, host, ControlAction.RELOAD));
            case START -> lines.addAll(run(service, host, ControlAction.START));
            case STOP -> lines.addAll(run(service, host, ControlAction.STOP));
            case RESTART -> lines.addAll(run(service, host, ControlAction.RESTART));
            case CLEAR_STALE_LOCK -> {
                lines.add("move the lock file of its dead process aside, if that is proven stale");
                lines.addAll(run(service, host, ControlAction.START));
            }
            case RESTORE_CONFIGURATION -> {
                lines.add(
                        "put the last good configuration back, and keep the present one beside it: "
                                + String.join(", ", service.configFiles()));
                lines.addAll(run(service, host, ControlAction.START));
            }
            case CUSTOM_SCRIPT -> lines.add(script(service, host));
        }
        if (step != RecoveryStep.STOP) {
            lines.add(
                    "check it until it works, for "
                            + service.recovery().actionTimeout().toSeconds()
                            + " s at most");
        }
        return lines;
    }

    private static List<String> run(Service service, Host host, ControlAction action) {
        ServiceControl control = service.control();
        boolean sudo = host.ssh().useSudo();
        Optional<Command> command = ControlCommands.of(control, action);
        if (command.isPresent()) {
            return List.of("run " + line(command.get().withSudo(sudo)));
        }
        if (control instanceof ServiceControl.Commands && action == ControlAction.RESTART) {
            var both = new ArrayList<>(run(service, host, ControlAction.STOP));
            both.addAll(run(service, host, ControlAction.START));
            return both;
        }
        return action == ControlAction.STOP
                ? List.of()
                : List.of(
                        "no command is known to " + action.name().toLowerCase(Locale.ROOT) + " it");
    }

    private static String script(Service service, Host host) {
        return service.recovery().action() instanceof RecoveryAction.CustomScript custom
                ? "run " + line(Command.of(custom.command()).withSudo(host.ssh().useSudo()))
                : "no script is configured";
    }

    /// The arguments, and as whom they run.
    private static String line(Command command) {
        String words =
                command.arguments().stream()
                        .map(RecoveryPlan::word)
                        .collect(Collectors.joining(" "));
        String user = command.user() == null ? "" : " as user " + command.user();
        return SecretText.without(words) + (command.sudo() ? " as root, by sudo" : user);
    }

    private static String word(String argument) {
        return argument.isEmpty() || argument.chars().anyMatch(Character::isWhitespace)
                ? "'" + argument.replace("\n", " ") + "'"
                : argument;
    }
}
