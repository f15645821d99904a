package io.caretaker.hosts.proc;

import io.caretaker.core.host.HostFacts.Disk;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The mounted file systems that hold data on this machine's own disks.
///
/// Network file systems are left out on purpose: asking one whose server is gone hangs in the
/// kernel, beyond every deadline.
final class FileSystems {
    private static final Set<String> WITHOUT_DEVICE = Set.of("zfs", "btrfs", "bcachefs", "overlay");
    private static final Set<String> READ_ONLY_BY_NATURE =
            Set.of("squashfs", "iso9660", "erofs", "cramfs");

    private FileSystems() {}

    /// A line of /proc/self/mounts.
    record Mount(String device, String mountPoint, String type) {}

    static List<Disk> disks() {
        String mounts = Objects.requireNonNullElse(ProcFiles.read("/proc/self/mounts"), "");
        return real(mounts).stream()
                .map(mount -> Statvfs.disk(mount.mountPoint))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(disk -> disk.totalBytes() > 0)
                .sorted(Comparator.comparingDouble(Disk::usedPercent).reversed())
                .toList();
    }

    /// Each device once, at its shortest mount point: others are bind mounts of the same space.
    static List<Mount> real(String mounts) {
        Map<String, Mount> byDevice = new LinkedHashMap<>();
        mounts.lines()
                .map(FileSystems::parse)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(FileSystems::holdsData)
                .forEach(mount -> byDevice.merge(mount.device, mount, FileSystems::shorter));
        return List.copyOf(byDevice.values());
    }

    private static Mount shorter(Mount one, Mount other) {
        return other.mountPoint.length() < one.mountPoint.length() ? other : one;
    }

    private static @Nullable Mount parse(String line) {
        List<String> fields = List.of(line.split(" ", -1));
        return fields.size() < 3
                ? null
                : new Mount(unescape(fields.get(0)), unescape(fields.get(1)), fields.get(2));
    }

    static boolean holdsData(Mount mount) {
        if (READ_ONLY_BY_NATURE.contains(mount.type)) {
            return false;
        }
        // An overlay counts only as the root of a container; elsewhere it belongs to a container.
        return mount.type.equals("overlay")
                ? mount.mountPoint.equals("/")
                : mount.device.startsWith("/dev/") || WITHOUT_DEVICE.contains(mount.type);
    }

    /// Space, tab, newline and backslash stand as octal `\040`.
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
