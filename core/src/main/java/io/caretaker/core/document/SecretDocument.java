package io.caretaker.core.document;

import io.caretaker.core.secret.SecretReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a secret is kept, as an object with one of the keys `env`, `file` and `command`. The
/// secret itself is never part of a document.
public final class SecretDocument {
    private static final String HINT =
            "write {env: NAME}, {file: PATH} or {command: [PROGRAM, ARGUMENT]}";

    private SecretDocument() {}

    public static Map<String, @Nullable Object> of(SecretReference reference) {
        return switch (reference) {
            case SecretReference.FromEnvironment(String name) ->
                    new Document().put("env", name).fields();
            case SecretReference.FromFile(String path) -> new Document().put("file", path).fields();
            case SecretReference.FromCommand(List<String> command) ->
                    new Document().put("command", command).fields();
        };
    }

    /// Reads the reference.
    ///
    /// @return null when the field is absent or a problem was noted; problems never show the value
    public static @Nullable SecretReference read(Fields parent, String key) {
        if (parent.isText(key)) {
            parent.problem(key, "a secret must not be written here, only where it is kept", HINT);
            return null;
        }
        Fields fields = parent.optionalObject(key);
        if (fields == null) {
            return null;
        }
        String env = fields.optionalText("env");
        String file = fields.optionalText("file");
        List<String> command = fields.optionalCommand("command");
        if ((env == null ? 0 : 1) + (file == null ? 0 : 1) + (command == null ? 0 : 1) != 1) {
            fields.problem("must have exactly one of env, file and command", HINT);
            return null;
        }
        return fields.<SecretReference>build(() -> reference(env, file, command)).orElse(null);
    }

    private static SecretReference reference(
            @Nullable String env, @Nullable String file, @Nullable List<String> command) {
        if (env != null) {
            return new SecretReference.FromEnvironment(env);
        }
        return file != null
                ? new SecretReference.FromFile(file)
                : new SecretReference.FromCommand(command == null ? List.of() : command);
    }
}
