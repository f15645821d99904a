package io.caretaker.web.inventory;

import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DatabaseTarget.TlsMode;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.web.http.Request;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody typed of a database and how to log in to it. Holds no password, only the name
/// under which a typed one is kept for the moment.
///
/// @param service the id of a service that is to get a log-in; empty for a new database
/// @param host the id of the host it runs on; empty for the one whose address that is
/// @param secret `typed`, `file`, `env` or `none`
/// @param reference a file, or the name of a variable
/// @param kept under which name a typed password is kept; empty for none
public record DatabaseForm(
        String service,
        String host,
        String engine,
        String name,
        String address,
        String port,
        String database,
        String user,
        String secret,
        String reference,
        String kept,
        String tls,
        String caFile,
        String environment,
        String region) {
    private static final int LAST_PORT = 65_535;

    static DatabaseForm read(Request request) {
        return new DatabaseForm(
                text(request, "service"),
                text(request, "host"),
                text(request, "engine"),
                text(request, "name"),
                text(request, "address"),
                text(request, "port"),
                text(request, "database"),
                text(request, "user"),
                request.form("secret").orElse("typed"),
                text(request, "reference"),
                text(request, "kept"),
                request.form("tls").orElse("default"),
                text(request, "ca_file"),
                text(request, "environment"),
                text(request, "region"));
    }

    private static String text(Request request, String name) {
        return request.form(name).orElse("").strip();
    }

    static DatabaseForm blank(String environment, String region) {
        return new DatabaseForm(
                "",
                "",
                "postgresql",
                "",
                "",
                "",
                "",
                "",
                "typed",
                "",
                "",
                "default",
                "",
                environment,
                region);
    }

    DatabaseForm keeping(String newKept) {
        return new DatabaseForm(
                service,
                host,
                engine,
                name,
                address,
                port,
                database,
                user,
                secret,
                reference,
                newKept,
                tls,
                caFile,
                environment,
                region);
    }

    /// What is wrong, by field; empty when it can be tried.
    ///
    /// @param whole whether it is also to be saved
    Map<String, String> problems(boolean whole, boolean passwordThere) {
        var problems = new LinkedHashMap<String, String>();
        if (kind() == null) {
            problems.put("engine", "choose one");
        }
        if (address.isEmpty()) {
            problems.put("address", "is needed: a name or an IP address");
        } else if (!address.matches("[A-Za-z0-9_.:%-]{1,255}")) {
            problems.put("address", "is a name or an IP address, without a port or a path");
        }
        if (!port.isEmpty() && portNumber() < 1) {
            problems.put("port", "is a number from 1 to 65535");
        }
        if (secret.equals("typed") && !passwordThere) {
            problems.put("password", "is needed, or choose where it is kept");
        }
        if ((secret.equals("file") || secret.equals("env")) && reference.isEmpty()) {
            problems.put(
                    "reference",
                    secret.equals("file") ? "the file is needed" : "the variable's name is needed");
        }
        if (user.isEmpty() && kind() != EngineKind.MONGODB) {
            problems.put("user", "is needed");
        }
        if (whole && service.isEmpty()) {
            required(problems, "name", name);
            required(problems, "environment", environment);
            required(problems, "region", region);
        }
        return problems;
    }

    private static void required(Map<String, String> problems, String field, String value) {
        if (value.isEmpty()) {
            problems.put(field, "is needed");
        }
    }

    @Nullable EngineKind kind() {
        return Arrays.stream(EngineKind.values())
                .filter(each -> each.label().equals(engine))
                .findFirst()
                .orElse(null);
    }

    EngineKind knownKind() {
        EngineKind kind = kind();
        return kind == null ? EngineKind.POSTGRESQL : kind;
    }

    /// 0 for what is none.
    int portNumber() {
        if (port.isEmpty()) {
            return knownKind().defaultPort();
        }
        try {
            int number = Integer.parseInt(port);
            return number >= 1 && number <= LAST_PORT ? number : 0;
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /// The server, for a trial.
    DatabaseTarget target() {
        return new DatabaseTarget(
                knownKind(),
                address,
                portNumber(),
                database.isEmpty() ? null : database,
                user.isEmpty() ? null : user,
                keptElsewhere(),
                tlsMode(),
                caFile.isEmpty() ? null : caFile);
    }

    private TlsMode tlsMode() {
        return Arrays.stream(TlsMode.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(tls))
                .findFirst()
                .orElse(TlsMode.DEFAULT);
    }

    /// Where the password is kept already; null for a typed one, or none.
    @Nullable SecretReference keptElsewhere() {
        return switch (secret) {
            case "file" -> reference.isEmpty() ? null : new SecretReference.FromFile(reference);
            case "env" ->
                    reference.isEmpty() ? null : new SecretReference.FromEnvironment(reference);
            default -> null;
        };
    }

    /// An id made of a name: `svc_orders_database`.
    static String id(String prefix, String name) {
        String plain =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "_")
                        .replaceAll("^_+|_+$", "");
        String text = prefix + (plain.isEmpty() ? "database" : plain);
        return text.length() <= 100 ? text : text.substring(0, 100);
    }
}
