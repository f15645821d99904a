package io.caretaker.core.recovery;

/// What is asked before a service is healed, in this order; each may object.
public enum Guard {
    DOWN("it is down"),
    PAUSE("recovery is not paused"),
    CONTROL("how to start it is known"),
    HOST("its host answers, as far as is known"),
    LOCKDOWN("it is not locked down"),
    OPT_IN("recover_on_down is on"),
    HOST_STATUS("its host is active"),
    MAINTENANCE("it is no maintenance time"),
    DEPENDENCIES("all that it depends on is up"),
    FAULT("a restart can heal this kind of failure"),
    GIVEN_UP("caretaker has not given up on it"),
    RESTART_LOOP("it is in no restart loop"),
    ATTEMPTS("attempts are left"),
    BLOCK("no earlier recovery keeps it from being healed"),
    FLAPPING("it does not go up and down"),
    COOLDOWN("no attempt was made a moment ago"),
    APPROVAL("no person has to approve, or one has approved"),
    /// Host, dependencies, process, unit, log and disk, looked at right before a step.
    SECOND_LOOK("host, dependencies, process and log agree"),
    /// The operator's own command.
    VETO("the veto command agrees, or there is none");

    private final String agreement;

    Guard(String agreement) {
        this.agreement = agreement;
    }

    /// What it says when it has nothing against a recovery; one clause.
    public String agreement() {
        return agreement;
    }
}
