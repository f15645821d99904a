package io.caretaker.server.desk;

/// Who asks for a change of the inventory, and how seriously.
///
/// @param actor for the audit log (`cli:anna`, `api:deploy`)
/// @param dryRun whether it is only tried: everything is checked, nothing is written or audited
public record Asker(String actor, boolean dryRun) {}
