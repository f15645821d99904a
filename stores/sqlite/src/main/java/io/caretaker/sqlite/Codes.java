package io.caretaker.sqlite;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Fault;
import io.caretaker.core.status.Status;

/// The numbers that stand for words in files. They never change: files outlive programs.
final class Codes {
    private Codes() {}

    static int of(Status status) {
        return switch (status) {
            case RUNNING -> 0;
            case WARNING -> 1;
            case UNKNOWN -> 2;
            case STOPPED -> 3;
            case ERROR -> 4;
        };
    }

    static Status status(int code) {
        for (Status each : Status.values()) {
            if (of(each) == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("no status has the code " + code);
    }

    static int of(CheckType type) {
        return switch (type) {
            case STATUS_CHECK -> 0;
            case HEALTH_CHECK -> 1;
            case PERFORMANCE -> 2;
        };
    }

    static CheckType type(int code) {
        for (CheckType each : CheckType.values()) {
            if (of(each) == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("no check type has the code " + code);
    }

    static Fault fault(long code) {
        for (Fault each : Fault.values()) {
            if (each.statusCode() == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("no fault has the code " + code);
    }
}
