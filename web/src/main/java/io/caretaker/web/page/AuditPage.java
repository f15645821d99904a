package io.caretaker.web.page;

import io.caretaker.core.audit.AuditLog.AuditRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What was done, the newest first.
///
/// @param chain whether the log is whole, in words
/// @param whole whether it is
/// @param verified when that was found out
/// @param older the number to go on from; 0 when there is nothing older
public record AuditPage(
        Filter filter,
        String chain,
        boolean whole,
        When verified,
        List<Line> lines,
        long older,
        boolean newest) {
    public AuditPage {
        lines = List.copyOf(lines);
    }

    /// Which entries are wanted; each text may stand anywhere in its field.
    public record Filter(String target, String actor, String action) {
        /// As the query of an address.
        public String query() {
            return "target="
                    + encoded(target)
                    + "&actor="
                    + encoded(actor)
                    + "&action="
                    + encoded(action);
        }

        boolean none() {
            return target.isEmpty() && actor.isEmpty() && action.isEmpty();
        }

        boolean matches(AuditRecord row) {
            return has(row.entry().target(), target)
                    && has(row.entry().actor(), actor)
                    && has(row.entry().action(), action);
        }

        private static boolean has(String text, String part) {
            return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /// One entry.
    ///
    /// @param details further facts, in a line; empty for none
    public record Line(
            long number,
            When at,
            String actor,
            String action,
            String target,
            boolean success,
            String message,
            String details) {
        /// What its target is in the query of an address.
        public String encodedTarget() {
            return encoded(target);
        }

        static Line of(AuditRecord row, Instant now) {
            return new Line(
                    row.number(),
                    When.of(row.entry().at(), now),
                    row.entry().actor(),
                    row.entry().action(),
                    row.entry().target(),
                    row.entry().success(),
                    row.entry().message(),
                    details(row.entry().details()));
        }

        private static String details(Map<String, String> details) {
            return details.entrySet().stream()
                    .map(each -> each.getKey().replace('_', ' ') + ": " + each.getValue())
                    .collect(Collectors.joining(", "));
        }
    }
}
