package io.caretaker.web.page;

/// Asks whether a recovery is really to be approved or denied.
///
/// @param approve whether it is to be approved
public record ApprovalPage(ApprovalsPage.Waiting waiting, boolean approve) {}
