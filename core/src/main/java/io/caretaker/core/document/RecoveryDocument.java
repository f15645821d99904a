package io.caretaker.core.document;

import io.caretaker.core.recovery.BlockUntil;
import io.caretaker.core.recovery.RecoveryAction;
import io.caretaker.core.recovery.RecoveryPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The object `recovery` of a service. `custom_script` is a list of arguments, or one text where
/// that says the same; it is left out for the other actions.
public final class RecoveryDocument {
    private static final String SCRIPT = "custom_script";
    private static final List<String> WORDS = List.of("restart", "reload", "stop", "start", SCRIPT);

    private RecoveryDocument() {}

    public static Map<String, @Nullable Object> of(RecoveryPolicy policy) {
        var document =
                new Document()
                        .put("recover_on_down", policy.recoverOnDown())
                        .put("recover_action", policy.action().word());
        if (policy.action() instanceof RecoveryAction.CustomScript(List<String> command)) {
            document.put(SCRIPT, Words.compact(command));
        }
        return document.put("max_recovery_attempts", policy.maxAttempts())
                .seconds("recovery_cooldown_sec", policy.cooldown())
                .put("notify_before_recovery", policy.notifyBefore())
                .seconds("stable_after_sec", policy.stableAfter())
                .put("max_restarts", policy.maxRestarts())
                .seconds("action_timeout_sec", policy.actionTimeout())
                .put("block_until", BlockWords.of(policy.blockUntil()))
                .fields();
    }

    /// Reads a document.
    ///
    /// @param defaults what absent fields mean; also the answer when a problem was noted
    public static RecoveryPolicy read(Fields fields, RecoveryPolicy defaults) {
        return fields.build(
                defaults,
                () ->
                        new RecoveryPolicy(
                                fields.bool("recover_on_down", defaults.recoverOnDown()),
                                action(fields, defaults.action()),
                                fields.integer("max_recovery_attempts", defaults.maxAttempts()),
                                fields.seconds("recovery_cooldown_sec", defaults.cooldown()),
                                fields.bool("notify_before_recovery", defaults.notifyBefore()),
                                fields.seconds("stable_after_sec", defaults.stableAfter()),
                                fields.integer("max_restarts", defaults.maxRestarts()),
                                fields.seconds("action_timeout_sec", defaults.actionTimeout()),
                                block(fields, defaults.blockUntil())));
    }

    private static BlockUntil block(Fields fields, BlockUntil byDefault) {
        BlockUntil block = fields.optionalParsed("block_until", BlockWords::read);
        return block == null ? byDefault : block;
    }

    private static RecoveryAction action(Fields fields, RecoveryAction byDefault) {
        String word = fields.oneOf("recover_action", WORDS);
        List<String> script = fields.optionalCommand(SCRIPT);
        if (word == null) {
            return script == null || script.isEmpty()
                    ? byDefault
                    : new RecoveryAction.CustomScript(script);
        }
        return switch (word) {
            case "reload" -> new RecoveryAction.Reload();
            case "stop" -> new RecoveryAction.Stop();
            case "start" -> new RecoveryAction.Start();
            case SCRIPT -> script(fields, script, byDefault);
            default -> new RecoveryAction.Restart();
        };
    }

    private static RecoveryAction script(
            Fields fields, @Nullable List<String> script, RecoveryAction byDefault) {
        if (script != null && !script.isEmpty()) {
            return new RecoveryAction.CustomScript(script);
        }
        if (byDefault instanceof RecoveryAction.CustomScript) {
            return byDefault;
        }
        fields.problem(
                "'custom_script' is missing, and recover_action is custom_script",
                "give the program and its arguments as a list");
        return byDefault;
    }
}
