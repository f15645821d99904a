package io.caretaker.core.recovery;

import java.util.List;

/// What is configured to be done for a service that is down (`recover_action`).
public sealed interface RecoveryAction {
    /// The word in documents and configuration.
    String word();

    /// Gentle before drastic: reload while the process still lives, then restart.
    record Restart() implements RecoveryAction {
        @Override
        public String word() {
            return "restart";
        }
    }

    record Reload() implements RecoveryAction {
        @Override
        public String word() {
            return "reload";
        }
    }

    record Start() implements RecoveryAction {
        @Override
        public String word() {
            return "start";
        }
    }

    record Stop() implements RecoveryAction {
        @Override
        public String word() {
            return "stop";
        }
    }

    /// The operator's own program, as an argument list.
    record CustomScript(List<String> command) implements RecoveryAction {
        public CustomScript {
            command = List.copyOf(command);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("recovery.custom_script must not be empty");
            }
        }

        @Override
        public String word() {
            return "custom_script";
        }
    }
}
