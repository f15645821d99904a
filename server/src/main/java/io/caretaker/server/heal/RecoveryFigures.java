package io.caretaker.server.heal;

/// How recovery stands, in numbers.
///
/// @param running recoveries under way
/// @param blocked services that a recovery holds back until a person lifts that
/// @param givenUp services that caretaker has given up
/// @param approvalsWaiting questions that nobody has answered yet
/// @param paused whether a person wants nothing to be done
public record RecoveryFigures(
        int running, int blocked, int givenUp, int approvalsWaiting, boolean paused) {}
