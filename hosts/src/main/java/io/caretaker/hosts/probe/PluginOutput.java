package io.caretaker.hosts.probe;

import io.caretaker.core.check.Metrics;
import java.util.ArrayList;
import java.util.List;

/// What a monitoring plugin printed.
///
/// @param message the first line, without performance data
/// @param details further lines
record PluginOutput(String message, String details, Metrics metrics) {

    /// `text|perfdata`, then lines of long text, of which the first with a `|` turns to perfdata
    /// for good.
    static PluginOutput parse(String output) {
        List<String> lines = output.lines().toList();
        if (lines.isEmpty()) {
            return new PluginOutput("", "", Metrics.NONE);
        }
        var text = new ArrayList<String>();
        var data = new StringBuilder(after(lines.getFirst()));
        boolean inData = false;
        for (String line : lines.subList(1, lines.size())) {
            if (!inData) {
                text.add(before(line));
            }
            data.append(' ').append(inData ? line : after(line));
            inData = inData || line.indexOf('|') >= 0;
        }
        return new PluginOutput(
                Texts.oneLine(before(lines.getFirst())),
                String.join("\n", text).strip(),
                PerformanceData.parse(data.toString()));
    }

    private static String before(String line) {
        int bar = line.indexOf('|');
        return bar < 0 ? line : line.substring(0, bar);
    }

    private static String after(String line) {
        int bar = line.indexOf('|');
        return bar < 0 ? "" : line.substring(bar + 1);
    }
}
