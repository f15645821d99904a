package io.caretaker.cli.config;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Secrets from the environment, `.env`, files and commands. Thread-safe. Nothing it says contains
/// a value.
public final class SecretSources implements SecretSource {
    private final Map<String, String> environment;
    private final Map<String, String> dotEnv;

    /// Makes a source.
    ///
    /// @param dotEnv is asked when the environment does not have a variable
    public SecretSources(Map<String, String> environment, Map<String, String> dotEnv) {
        this.environment = environment;
        this.dotEnv = Map.copyOf(dotEnv);
    }

    @Override
    public Secret resolve(SecretReference reference) {
        return switch (reference) {
            case SecretReference.FromEnvironment(String name) -> variable(name);
            case SecretReference.FromFile(String path) -> SecretFile.read(path);
            case SecretReference.FromCommand(List<String> command) -> SecretCommand.run(command);
        };
    }

    private Secret variable(String name) {
        @Nullable String value = environment.get(name);
        String found = value == null || value.isEmpty() ? dotEnv.get(name) : value;
        if (found == null || found.isEmpty()) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "the environment variable '" + name + "' with a secret is not set",
                    "set it for caretaker's process or in .env");
        }
        return Secret.of(found);
    }

    static Secret firstLine(String text, String what) {
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID, what + " is empty", "its first line is the secret");
        }
        return Secret.of(line);
    }
}
