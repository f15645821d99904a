package io.caretaker.core.overview;

import static io.caretaker.core.overview.Texts.count;
import static io.caretaker.core.overview.Texts.verb;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.recovery.Pause;
import io.caretaker.core.status.Status;
import java.util.ArrayList;
import java.util.List;

/// Everything in one sentence. Pure.
final class HeadlineRules {
    private HeadlineRules() {}

    static Headline headline(
            Counts counts, List<AttentionItem> attention, Troubles troubles, Findings findings) {
        Severity worst =
                attention.stream()
                        .map(AttentionItem::severity)
                        .max(Severity::compareTo)
                        .orElse(null);
        Pause pause = findings.pauseInForce();
        String paused = pause == null ? "" : " Recovery is paused by " + pause.by() + ".";
        return new Headline(sentence(counts, attention, troubles, findings) + paused, worst);
    }

    private static String sentence(
            Counts counts, List<AttentionItem> attention, Troubles troubles, Findings findings) {
        if (counts.watched() == 0 && troubles.silentHosts().isEmpty()) {
            return counts.unwatched() == 0
                    ? "There are no services yet."
                    : "No service is watched.";
        }
        int planned = plannedDown(findings, troubles);
        var parts = new ArrayList<String>();
        int silent =
                (int)
                        troubles.silentHosts().stream()
                                .filter(host -> !troubles.inMaintenance(host))
                                .count();
        add(parts, silent, count(silent, "host") + verb(silent, " does", " do") + " not answer");
        int down = counts.down() - planned;
        add(parts, down, count(down, "service") + verb(down, " is", " are") + " down");
        if (parts.isEmpty()) {
            parts.add(well(counts));
        }
        add(parts, planned, planned + verb(planned, " is", " are") + " down in maintenance");
        int warning = counts.of(Status.WARNING);
        add(parts, warning, warning + verb(warning, " warns", " warn"));
        int unknown = counts.of(Status.UNKNOWN);
        add(parts, unknown, unknown + verb(unknown, " is", " are") + " not known");
        int waiting = waiting(attention);
        add(parts, waiting, waiting + verb(waiting, " waits", " wait") + " for your approval");
        return String.join(", ", parts) + ".";
    }

    private static String well(Counts counts) {
        int watched = counts.watched();
        if (counts.up() < watched) {
            return counts.up()
                    + " of "
                    + count(watched, "service")
                    + verb(counts.up(), " is", " are")
                    + " up";
        }
        return watched == 1 ? "The one service is up" : "All " + watched + " services are up";
    }

    private static int waiting(List<AttentionItem> attention) {
        return (int) attention.stream().filter(each -> each.wanted() == Wanted.APPROVE).count();
    }

    private static int plannedDown(Findings findings, Troubles troubles) {
        int count = 0;
        for (Service service : findings.inventory().services()) {
            if (troubles.status(service).down()
                    && troubles.watched(service)
                    && troubles.planned(service)) {
                count++;
            }
        }
        return count;
    }

    private static void add(List<String> parts, int count, String text) {
        if (count > 0) {
            parts.add(text);
        }
    }
}
