package io.caretaker.cli.install;

import io.caretaker.core.host.Command;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ControlCommands;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What the unprivileged caretaker may do as root: exactly the commands that heal the services of
/// this machine that are opted in, with all their arguments, and nothing that anybody could add to.
///
/// @param commands in the notation of sudoers, sorted
/// @param refused what got no rule, and why, for people
public record SudoRules(List<String> commands, List<String> refused) {
    /// What neither sudoers nor its wildcards give a meaning to.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.@/:=,+-]+");

    private static final Pattern MEANS_MORE = Pattern.compile("[:=,]");

    public SudoRules {
        commands = List.copyOf(commands);
        refused = List.copyOf(refused);
    }

    /// No rule at all.
    public static final SudoRules NONE = new SudoRules(List.of(), List.of());

    public boolean none() {
        return commands.isEmpty();
    }

    /// The rules for what is healed on this machine.
    ///
    /// @param programs where a program is, by its name; empty when it is not there
    public static SudoRules of(Inventory inventory, Function<String, Optional<String>> programs) {
        var commands = new TreeSet<String>();
        var refused = new ArrayList<String>();
        for (Service service : inventory.services()) {
            if (service.recovery().recoverOnDown() && inventory.hostOf(service).local()) {
                add(service, programs, commands, refused);
            }
        }
        return new SudoRules(List.copyOf(commands), refused);
    }

    private static void add(
            Service service,
            Function<String, Optional<String>> programs,
            TreeSet<String> commands,
            List<String> refused) {
        if (service.control() instanceof ServiceControl.Commands
                || service.control() instanceof ServiceControl.None) {
            refused.add(
                    service.id()
                            + ": is healed by commands of your own; give them a rule of your own"
                            + " where they need root");
            return;
        }
        for (ControlAction action : ControlAction.values()) {
            Optional<Command> command = ControlCommands.of(service.control(), action);
            if (command.isEmpty()) {
                continue;
            }
            List<String> words = command.get().arguments();
            Optional<String> program = programs.apply(words.getFirst());
            if (program.isEmpty()) {
                refused.add(service.id() + ": there is no program " + words.getFirst());
                return;
            }
            Optional<String> unsafe =
                    words.stream().filter(word -> !PLAIN.matcher(word).matches()).findFirst();
            if (unsafe.isPresent()) {
                refused.add(
                        service.id()
                                + ": '"
                                + unsafe.get().replaceAll("\\p{Cntrl}", "?")
                                + "' cannot stand in a sudo rule safely");
                return;
            }
            commands.add(line(program.get(), words.subList(1, words.size())));
        }
    }

    private static String line(String program, List<String> arguments) {
        var line = new StringBuilder(program);
        arguments.forEach(
                word -> line.append(' ').append(MEANS_MORE.matcher(word).replaceAll("\\\\$0")));
        return line.toString();
    }

    /// The file for `/etc/sudoers.d`.
    ///
    /// Source: sudoers(5): arguments are compared as a whole; `, : = \` are escaped.
    public String text(String user) {
        var text = new StringBuilder();
        text.append("# What caretaker may do as root to heal the services of this machine.\n");
        text.append("# Written by `caretaker install`; `caretaker install --sudoers-only` writes");
        text.append(" it anew.\n");
        text.append("Defaults:").append(user).append(" !requiretty\n");
        commands.forEach(command ->
                text.append(user).append(" ALL=(root) NOPASSWD: ").append(command).append('\n'));
        return text.toString();
    }
}
