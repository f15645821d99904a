package io.caretaker.cli.top;

import io.caretaker.core.session.DatabaseSession;

/// A line of the list.
///
/// @param branch what stands before it in a tree; empty elsewhere
record TopRow(DatabaseSession session, String branch) {}
