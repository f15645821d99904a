package io.caretaker.core.alert;

/// That one channel is told one thing of one alert now.
record Wish(Alert alert, AlertPlace place, ChannelPolicy channel, TellDecision.Tell tell) {}
