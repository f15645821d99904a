package io.caretaker.web.page;

/// What needs attention, and the fleet.
public record OverviewPage(String headline) {}
