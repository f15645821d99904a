package io.caretaker.server.desk;

import io.caretaker.core.inventory.Service;

/// What would be decided about a recovery that somebody asks for now.
///
/// @param wouldAct whether no guard forbids it; what the evidence says then is found out by doing
///   it
/// @param reason why, without a full stop
public record RecoveryVerdict(Service service, boolean wouldAct, String reason) {}
