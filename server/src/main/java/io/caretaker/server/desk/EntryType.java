package io.caretaker.server.desk;

import io.caretaker.core.document.Fields;
import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How the entries of one kind are found in an inventory, read from documents and written as such,
/// and which changes add, change and remove them. Immutable.
///
/// @param <T> the entries
/// @param all those of an inventory
/// @param id of an entry
/// @param find the entry of an id; throws [IllegalArgumentException] for what cannot be an id
/// @param writer the entry as a document
/// @param reader the entry of a document; empty when problems were noted
public record EntryType<T>(
        Function<Inventory, Collection<T>> all,
        Function<T, String> id,
        BiFunction<Inventory, String, Optional<T>> find,
        Function<T, Map<String, @Nullable Object>> writer,
        BiFunction<Fields, ServiceDefaults, Optional<T>> reader,
        Function<T, InventoryChange> adding,
        Function<String, InventoryChange> removing,
        BiFunction<String, UnaryOperator<T>, InventoryChange> editing) {

    Optional<Map<String, @Nullable Object>> document(Inventory inventory, String wanted) {
        return find.apply(inventory, wanted).map(writer);
    }

    Optional<InventoryChange> addition(Fields fields, ServiceDefaults defaults) {
        return reader.apply(fields, defaults).map(adding);
    }

    List<String> ids(Inventory inventory) {
        return all.apply(inventory).stream().map(id).toList();
    }

    InventoryChange edit(String edited, EntryEdit edit) {
        return editing.apply(
                edited,
                entry ->
                        edit.apply(entry, writer, fields -> reader.apply(fields, edit.defaults())));
    }
}
