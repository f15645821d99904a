package io.caretaker.cli.config;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.alert.AlertingPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the section `alerting` says.
///
/// @param channels how each channel of the policy is reached, in the order of the file
/// @param heartbeat null for none
/// @param notes what a person should know of it, each one sentence without its full stop
public record AlertingSettings(
        AlertingPolicy policy,
        List<ChannelSettings> channels,
        @Nullable Heartbeat heartbeat,
        List<String> notes) {
    /// Nobody is told.
    public static final AlertingSettings NONE =
            new AlertingSettings(AlertingPolicy.NONE, List.of(), null, List.of());

    public AlertingSettings {
        channels = List.copyOf(channels);
        notes = List.copyOf(notes);
    }

    /// Asking an address as long as caretaker works.
    public record Heartbeat(ChannelSettings.Address url, Duration interval, Method method) {
        /// How it is asked.
        public enum Method {
            GET,
            POST
        }
    }
}
