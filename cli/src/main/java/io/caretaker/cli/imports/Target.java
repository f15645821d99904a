package io.caretaker.cli.imports;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One entry of `targets`, understood. Null fields were not given.
///
/// @param index its position, from 0
/// @param host the address as it was given
/// @param unit the service manager's name for the service
/// @param interval time between two checks
/// @param action the word of the recovery action
/// @param port what a tcp or database check connects to
/// @param url what an http check asks
record Target(
        int index,
        @Nullable String name,
        String host,
        String unit,
        String method,
        @Nullable Duration interval,
        @Nullable Boolean sudo,
        @Nullable Boolean recover,
        @Nullable String action,
        @Nullable String user,
        @Nullable Integer sshPort,
        @Nullable String key,
        @Nullable Integer port,
        @Nullable String url) {}
