package io.caretaker.hosts.watch;

import io.caretaker.core.host.ProcessWatch;

/// Chooses how to wait for the end of processes.
public final class ProcessWatches {
    private ProcessWatches() {}

    /// Events where the system has them, else polling.
    public static ProcessWatch best() {
        boolean linux = System.getProperty("os.name", "").equals("Linux");
        PidfdWatch events = linux ? PidfdWatch.open() : null;
        return events == null ? new PollingWatch() : events;
    }
}
