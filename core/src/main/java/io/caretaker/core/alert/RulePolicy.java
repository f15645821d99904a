package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the configuration says of one rule.
///
/// @param enabled whether anybody is told
/// @param severity in place of what service and environment say; or null
/// @param hold how long it must last before anybody is told
public record RulePolicy(boolean enabled, @Nullable Severity severity, Duration hold) {
    public static final RulePolicy USUAL = new RulePolicy(true, null, Duration.ZERO);
}
