package io.caretaker.core.inventory;

/// Who owns an entry of the inventory.
public enum Origin {
    /// Declared in `caretaker.yaml`: applied at start and on reload, read-only elsewhere.
    DECLARED,
    /// Created and edited by command line or API.
    MANAGED,
    /// Found on this machine by discovery and watched without being asked.
    DISCOVERED
}
