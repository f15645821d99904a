package io.caretaker.core.secret;

import java.util.List;

/// Where a secret is kept. Only the reference is stored and shown, never the value.
public sealed interface SecretReference {

    /// An environment variable (or a line of `.env`).
    record FromEnvironment(String name) implements SecretReference {
        public FromEnvironment {
            requireText(name, "environment variable name");
        }
    }

    /// A file whose first line is the secret. It must not be readable by group or others.
    record FromFile(String path) implements SecretReference {
        public FromFile {
            requireText(path, "file path");
        }
    }

    /// A command (argument list) whose first line of output is the secret.
    record FromCommand(List<String> command) implements SecretReference {
        public FromCommand {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("the command of a secret must not be empty");
            }
        }
    }

    private static void requireText(String text, String what) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the " + what + " of a secret must not be blank");
        }
    }
}
