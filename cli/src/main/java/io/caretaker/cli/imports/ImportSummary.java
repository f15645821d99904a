package io.caretaker.cli.imports;

import io.caretaker.core.inventory.InventoryChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an import does, or would do.
///
/// @param skipped ids of hosts and services that existed and were kept
/// @param ignoredKeys keys of entries that mean nothing to caretaker
/// @param additions what is to be applied
public record ImportSummary(
        int hostsAdded,
        int servicesAdded,
        List<String> skipped,
        List<ImportProblem> errors,
        List<String> ignoredKeys,
        List<InventoryChange> additions) {
    public ImportSummary {
        skipped = List.copyOf(skipped);
        errors = List.copyOf(errors);
        ignoredKeys = List.copyOf(ignoredKeys);
        additions = List.copyOf(additions);
    }

    /// The same without any addition.
    public ImportSummary refused() {
        return new ImportSummary(0, 0, skipped, errors, ignoredKeys, List.of());
    }

    public Map<String, @Nullable Object> document(boolean dryRun) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("dry_run", dryRun);
        document.put("hosts_added", hostsAdded);
        document.put("services_added", servicesAdded);
        document.put("skipped", skipped);
        document.put("errors", errors.stream().map(ImportSummary::document).toList());
        document.put("ignored_keys", ignoredKeys);
        return document;
    }

    private static Map<String, @Nullable Object> document(ImportProblem problem) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("index", problem.index());
        document.put("field", problem.field());
        document.put("message", problem.message());
        return document;
    }
}
