package io.caretaker.core.alert;

/// Who is told of which alerts.
///
/// @param goOn whether later routes are looked at as well
public record Route(AlertMatcher matcher, EscalationPolicy policy, boolean goOn) {}
