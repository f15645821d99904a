package io.caretaker.cli.commands;

import io.caretaker.cli.render.Texts;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.Caretaker;
import java.util.List;

/// What the daemon does, in one line for `systemctl status`.
final class WatchedLine {
    private WatchedLine() {}

    static String of(Caretaker caretaker) {
        List<Service> watched =
                caretaker.inventory().services(service -> service.monitoring().enabled());
        long down =
                watched.stream()
                        .filter(service -> caretaker.state(service.id()).status().down())
                        .count();
        return "watching "
                + Texts.count(watched.size(), "service")
                + (down == 0 ? ", none is down" : ", " + down + " down");
    }
}
