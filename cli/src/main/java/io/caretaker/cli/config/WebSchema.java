package io.caretaker.cli.config;

import static io.caretaker.cli.config.Setting.Type.BOOLEAN;
import static io.caretaker.cli.config.Setting.Type.PATH;
import static io.caretaker.cli.config.Setting.Type.TEXTS;
import static io.caretaker.cli.config.Setting.Type.TEXTS_OR_ONE;

import io.caretaker.cli.config.Setting.Section;
import io.caretaker.cli.config.Setting.Value;

/// The declaration of the section `web`.
final class WebSchema {
    private WebSchema() {}

    static Section web() {
        return Section.of(
                "web",
                "The dashboard and the API of the daemon.",
                Value.of("enabled", BOOLEAN, "true", "Whether they are served."),
                Value.of(
                                WebReader.LISTEN,
                                TEXTS_OR_ONE,
                                "127.0.0.1:8321",
                                "Where: `127.0.0.1:8321`, `[::1]:8321`, `*:8321`. What is not on"
                                        + " this machine only needs `tls` or `trusted_proxies`.")
                        .from("CARETAKER_WEB_LISTEN", "--listen"),
                Section.of(
                        "tls",
                        "The certificate, read anew when its files change.",
                        Value.of(
                                "certificate",
                                PATH,
                                "",
                                "PEM: the server's own first, then those that vouch for it."),
                        Value.of(
                                "key",
                                PATH,
                                "",
                                "PEM: its private key, not encrypted, which others cannot read.")),
                Value.of(
                        "hosts",
                        TEXTS,
                        "",
                        "Names under which caretaker may be asked, besides localhost and the"
                                + " addresses it listens on."),
                Value.of(
                        "trusted_proxies",
                        TEXTS,
                        "",
                        "Addresses or ranges (`10.0.0.0/8`) of proxies that say truly whom they"
                                + " speak for (X-Forwarded-For, X-Forwarded-Proto)."),
                Value.word(
                        "local_access",
                        WebReader.LOCAL,
                        "admin",
                        "What callers from this machine may do without a token."),
                Value.of(
                        "status_page",
                        BOOLEAN,
                        "false",
                        "Whether there is a page that everybody may see."),
                Value.word(
                        "metrics",
                        WebReader.METRICS,
                        "viewer",
                        "Who may read the metrics: viewers, or everybody."));
    }
}
