package io.caretaker.mongodb;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// A role as an account has it.
record Role(String name, String database) implements Comparable<Role> {
    private static final Comparator<Role> ORDER =
            Comparator.comparing(Role::database).thenComparing(Role::name);

    /// The roles that an account, or another role, has directly or through others, in order.
    static List<Role> of(@Nullable Document holder, String field) {
        return Fields.documents(holder, field).stream()
                .map(each ->
                        new Role(
                                Objects.requireNonNullElse(Fields.text(each, "role"), ""),
                                Objects.requireNonNullElse(Fields.text(each, "db"), "")))
                .sorted()
                .distinct()
                .toList();
    }

    /// The same text for the same roles, in whichever order a server tells them; null for none.
    static @Nullable String memo(Collection<Role> roles) {
        return roles.isEmpty()
                ? null
                : roles.stream()
                        .sorted()
                        .map(role -> role.document().toJson())
                        .collect(Collectors.joining(", ", "[", "]"));
    }

    /// What [#memo] has written down.
    static List<Role> read(@Nullable String memo) {
        return memo == null ? List.of() : of(Document.parse("{roles: " + memo + "}"), "roles");
    }

    static List<Document> documents(Collection<Role> roles) {
        return roles.stream().map(Role::document).toList();
    }

    Document document() {
        return new Document("role", name).append("db", database);
    }

    @Override
    public int compareTo(Role other) {
        return ORDER.compare(this, other);
    }
}
