package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import io.caretaker.core.problem.Problem;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.access.AddressRange;
import io.caretaker.web.http.Access;
import io.caretaker.web.tls.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads the section `web`. Problems are noted in the fields.
///
/// @param paths reads a path
record WebReader(Fields fields, BiFunction<Fields, String, @Nullable Path> paths) {
    static final String LISTEN = "listen";
    static final List<String> LOCAL = List.of("none", "viewer", "operator", "admin");
    static final List<String> METRICS = List.of("viewer", "open");

    WebSettings read() {
        boolean enabled = fields.bool("enabled", true);
        List<ListenAddress> listen = listen();
        TlsFiles tls = tls(fields.object("tls"));
        List<String> hosts = hosts();
        List<AddressRange> proxies = fields.allParsed("trusted_proxies", AddressRange::of);
        Access local = local(fields.oneOf("local_access", LOCAL));
        boolean statusPage = fields.bool("status_page", false);
        boolean openMetrics = "open".equals(fields.oneOf("metrics", METRICS));
        var settings =
                new WebSettings(
                        enabled,
                        listen,
                        false,
                        tls,
                        new AccessSettings(hosts, proxies, local),
                        statusPage,
                        openMetrics);
        Problem problem = settings.problem();
        if (problem != null && fields.problems().isEmpty()) {
            fields.problem(LISTEN, problem.message(), problem.hint());
        }
        return settings;
    }

    /// A variable has more than one separated by commas.
    private List<ListenAddress> listen() {
        var all = new ArrayList<ListenAddress>();
        for (String text : fields.textOrTexts(LISTEN)) {
            for (String each : text.split(",", -1)) {
                try {
                    all.add(ListenAddress.of(each.strip(), WebSettings.USUAL_PORT));
                } catch (IllegalArgumentException e) {
                    fields.problem(LISTEN, String.valueOf(e.getMessage()), "");
                }
            }
        }
        return all.isEmpty() ? WebSettings.USUAL.listen() : all;
    }

    private @Nullable TlsFiles tls(Fields section) {
        Path certificate = paths.apply(section, "certificate");
        Path key = paths.apply(section, "key");
        if (certificate != null && key != null) {
            return new TlsFiles(certificate, key);
        }
        if (certificate != null || key != null) {
            section.problem("certificate and key belong together: one of them is missing", "");
        }
        return null;
    }

    private List<String> hosts() {
        List<String> hosts = fields.texts("hosts");
        for (int i = 0; i < hosts.size(); i++) {
            if (!hosts.get(i).matches("[A-Za-z0-9._:-]+")
                    || hosts.get(i).matches(".*[^:]:[0-9]+")) {
                fields.problem(
                        "hosts",
                        i,
                        "must be a name or address without port, but is '" + hosts.get(i) + "'",
                        "");
            }
        }
        return hosts;
    }

    private static Access local(@Nullable String word) {
        return switch (word) {
            case "none" -> Access.OPEN;
            case "viewer" -> Access.VIEWER;
            case "operator" -> Access.OPERATOR;
            case null, default -> Access.ADMIN;
        };
    }
}
