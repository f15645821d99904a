package io.caretaker.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A fake server with access control: accounts with roles, and a block of writes.
final class FakeAccounts {
    private final FakeMongod server;
    private final Map<String, List<Role>> accounts = new LinkedHashMap<>();
    private final Map<Role, List<Role>> behind = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private boolean blocked;
    private int updatesUntilStop = Integer.MAX_VALUE;

    /// The primary of a replica set, of version 7.0, asked by `root@admin`.
    FakeAccounts(FakeMongod server) {
        this.server = server;
        server.hello(
                        Map.of(
                                "setName",
                                "rs0",
                                "primary",
                                "a:1",
                                "hosts",
                                List.of("a:1"),
                                "me",
                                "a:1"))
                .answer("buildInfo", new Document("version", "7.0.5").append("ok", 1))
                .answer("shardingState", new Document("enabled", false).append("ok", 1))
                .answer(
                        "replSetGetConfig",
                        new Document(
                                        "config",
                                        new Document(
                                                "settings",
                                                new Document(
                                                        "replicaSetId",
                                                        new ObjectId("5f672f52f162406d8b436322"))))
                                .append("ok", 1))
                .answer("serverStatus", _ -> status())
                .answer("usersInfo", this::users)
                .answer("rolesInfo", this::roles)
                .answer("updateUser", this::update)
                .answer("grantRolesToUser", this::grant)
                .answer("setUserWriteBlockMode", this::block);
        logIn("root", "anyAction");
    }

    FakeAccounts logIn(@Nullable String user, String... actions) {
        var info = new Document("authenticatedUsers", new ArrayList<Document>());
        if (user != null) {
            info.append(
                    "authenticatedUsers",
                    List.of(new Document("user", user).append("db", "admin")));
        }
        info.append(
                "authenticatedUserPrivileges",
                List.of(
                        new Document("resource", new Document("cluster", true))
                                .append("actions", List.of(actions))));
        server.answer("connectionStatus", new Document("authInfo", info).append("ok", 1));
        return this;
    }

    FakeAccounts account(String id, Role... roles) {
        accounts.put(id, List.of(roles));
        return this;
    }

    FakeAccounts role(Role role, Role... inherited) {
        behind.put(role, List.of(inherited));
        return this;
    }

    void drop(String role) {
        dropped.add(role);
    }

    void remove(String id) {
        accounts.remove(id);
    }

    /// The server stops answering after so many changes.
    void stopAfter(int updates) {
        updatesUntilStop = updates;
    }

    @Nullable List<Role> of(String id) {
        return accounts.get(id);
    }

    boolean blocked() {
        return blocked;
    }

    List<String> changes() {
        return List.copyOf(changes);
    }

    private Document status() {
        return new Document("repl", new Document("userWriteBlockMode", blocked ? 2 : 1))
                .append("connections", new Document("current", 3).append("available", 97))
                .append("uptime", 5.0)
                .append("ok", 1);
    }

    private Document users(Document asked) {
        var found = new ArrayList<Document>();
        Document query = (Document) asked.get("usersInfo");
        Object user = query == null ? null : query.get("user");
        Object database = query == null ? null : query.get("db");
        accounts.forEach((id, roles) -> {
            if (user == null || id.equals(database + "." + user)) {
                int dot = id.indexOf('.');
                found.add(
                        new Document("_id", id)
                                .append("user", id.substring(dot + 1))
                                .append("db", id.substring(0, dot))
                                .append("roles", documents(roles)));
            }
        });
        return new Document("users", found).append("ok", 1);
    }

    private Document roles(Document asked) {
        var found = new ArrayList<Document>();
        for (Role role : Role.of(Wire.back(asked), "rolesInfo")) {
            found.add(
                    new Document("role", role.name())
                            .append("db", role.database())
                            .append(
                                    "inheritedRoles",
                                    documents(behind.getOrDefault(role, List.of()))));
        }
        return new Document("roles", found).append("ok", 1);
    }

    private Document update(Document asked) {
        String id = asked.get("$db") + "." + asked.get("updateUser");
        List<Role> roles = Role.of(Wire.back(asked), "roles");
        if (updatesUntilStop-- <= 0) {
            return refusal(11600, "InterruptedAtShutdown");
        }
        if (!accounts.containsKey(id)) {
            return refusal(11, "UserNotFound");
        }
        if (roles.stream().anyMatch(role -> dropped.contains(role.name()))) {
            return refusal(31, "RoleNotFound");
        }
        accounts.put(id, roles);
        changes.add(id);
        return new Document("ok", 1);
    }

    private Document grant(Document asked) {
        String id = asked.get("$db") + "." + asked.get("grantRolesToUser");
        var roles = new ArrayList<>(Objects.requireNonNull(accounts.get(id)));
        List<Role> more = Role.of(Wire.back(asked), "roles");
        if (more.stream().anyMatch(role -> dropped.contains(role.name()))) {
            return refusal(31, "RoleNotFound");
        }
        roles.addAll(more);
        accounts.put(id, roles);
        return new Document("ok", 1);
    }

    private Document block(Document asked) {
        blocked = Boolean.TRUE.equals(asked.get("global"));
        changes.add("writes");
        return new Document("ok", 1);
    }

    private static List<Document> documents(List<Role> roles) {
        return roles.stream()
                .map(role -> new Document("role", role.name()).append("db", role.database()))
                .toList();
    }

    private static Document refusal(int code, String name) {
        return new Document("ok", 0)
                .append("code", code)
                .append("codeName", name)
                .append("errmsg", name + " happened");
    }
}
