package io.caretaker.server.desk;

import io.caretaker.core.inventory.Inventory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The whole content that an entry is to have, whether it exists or not.
///
/// @param plain without what caretaker keeps itself, with the id
record WholeEntry(String id, Map<String, @Nullable Object> plain, Expected expected) {

    boolean there(EntryWork work) {
        return work.kind().found(work.seen(), id).isPresent();
    }

    /// Creates or replaces it, by what there was when the work began.
    Put put(EntryWork work) {
        return there(work) ? replace(work) : create(work);
    }

    private Put create(EntryWork work) {
        expected.require(work.kind(), id, null);
        Inventory after = work.carryOut(List.of(work.addition(plain)));
        work.record("add", Map.of(id, ""));
        return new Put(true, Map.of(), work.kind().existing(after, id));
    }

    private Put replace(EntryWork work) {
        work.changeable(id);
        EntryEdit edit = work.edit(id, expected, this::inPlaceOf);
        Inventory after = work.carryOut(List.of(edit.change()));
        Changes changes = Changes.of(work.kind(), List.of(edit), after);
        work.record("set", changes.said());
        return new Put(
                false,
                Objects.requireNonNull(changes.differences().get(id)),
                work.kind().existing(after, id));
    }

    private Map<String, @Nullable Object> inPlaceOf(Map<String, @Nullable Object> before) {
        Map<String, @Nullable Object> after = FieldPaths.copy(plain);
        OwnFields.carry(before, after);
        return after;
    }
}
