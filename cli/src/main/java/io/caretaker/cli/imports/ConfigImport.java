package io.caretaker.cli.imports;

import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Placement;
import java.nio.file.Path;
import java.util.ArrayList;

/// The `config.json` of the older monitor: `{"targets": […]}`.
public final class ConfigImport {
    private ConfigImport() {}

    /// What importing the file into this inventory does. Changes nothing.
    ///
    /// @param placement environment and region of new hosts
    /// @throws io.caretaker.core.problem.Problem when the file as a whole cannot be understood
    public static ImportSummary plan(
            Path file, Inventory known, Placement placement, ServiceDefaults defaults) {
        var reader = new TargetReader();
        var targets = new ArrayList<Target>();
        TargetFile.read(
                file,
                (item, index) -> {
                    Target target = reader.read(item, index);
                    if (target != null) {
                        targets.add(target);
                    }
                });
        return new ImportPlan(known, placement, defaults, reader).made(targets);
    }
}
