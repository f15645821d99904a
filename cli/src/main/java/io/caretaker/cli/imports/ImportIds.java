package io.caretaker.cli.imports;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/// Makes ids from addresses, units and an index: `host_10_1_11_81_000`,
/// `svc_10_1_11_81_mysql_service_000`. The index counts, from 000, what would otherwise have the
/// same id, so that an entry keeps its id wherever it stands in the file. Not thread-safe.
final class ImportIds {
    private static final int LONGEST_PART = 48;

    private final Map<String, Integer> hosts = new HashMap<>();
    private final Map<String, Integer> services = new HashMap<>();

    /// The id of the next host of that address; ask once for each host.
    String nextHost(String address) {
        return next(hosts, "host_" + slug(address));
    }

    /// The id of the next service of that name on that host; ask for every entry.
    String nextService(String address, String unit) {
        return next(services, "svc_" + slug(address) + "_" + slug(unit));
    }

    private static String next(Map<String, Integer> counts, String stem) {
        int index = counts.merge(stem, 1, Integer::sum) - 1;
        return String.format(Locale.ROOT, "%s_%03d", stem, index);
    }

    /// Letters and digits, everything else as underscores; what is long is cut, and its checksum
    /// put behind it.
    static String slug(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9]", "_");
        if (plain.length() <= LONGEST_PART) {
            return plain;
        }
        var sum = new CRC32();
        sum.update(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return plain.substring(0, LONGEST_PART)
                + String.format(Locale.ROOT, "_%08x", sum.getValue());
    }
}
