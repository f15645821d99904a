package io.caretaker.core.host;

/// What can be done to a service.
public enum ControlAction {
    START,
    STOP,
    RESTART,
    RELOAD
}
