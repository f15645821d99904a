package io.caretaker.mysql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The temporary tables that the looks themselves cause: MariaDB makes one on disk whenever
/// somebody reads the process list. On a calm server they would be all there are. Not thread-safe.
final class OwnTables {
    private static final List<String> COUNTERS =
            List.of("created_tmp_tables", "created_tmp_disk_tables");

    static final String QUERY =
            "SHOW SESSION STATUS WHERE Variable_name IN ('" + String.join("', '", COUNTERS) + "')";

    private final Map<String, Double> former = new HashMap<>();
    private final Map<String, Double> newest = new HashMap<>();
    private @Nullable Object session;

    /// @param now the connection, which begins to count anew when it is another one
    /// @param own what it has caused
    /// @param all what everybody has, changed in place
    void leaveOut(Object now, Map<String, String> own, Map<String, String> all) {
        if (!now.equals(session)) {
            newest.forEach((name, value) -> former.merge(name, value, Double::sum));
            newest.clear();
            session = now;
        }
        for (String name : COUNTERS) {
            double caused = Numbers.of(own.get(name));
            double total = Numbers.of(all.get(name));
            if (!Double.isNaN(caused) && !Double.isNaN(total)) {
                newest.put(name, caused);
                double others = total - caused - former.getOrDefault(name, 0.0);
                all.put(name, Double.toString(Math.max(0, others)));
            }
        }
    }
}
