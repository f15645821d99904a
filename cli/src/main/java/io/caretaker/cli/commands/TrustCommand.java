package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.hosts.ssh.HostKey;
import io.caretaker.hosts.ssh.HostKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Accepts the SSH keys of hosts.
@Command(
        name = "trust",
        header = "Show the SSH keys of a host and of its jumps, and accept them.",
        description = {
            "Without HOST: list what was accepted here. Compare the fingerprints with those that",
            "`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` shows on the host itself."
        },
        footer = {"", "Example:", "  caretaker host trust host_web_1"})
final class TrustCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Session session;

    @Parameters(paramLabel = "HOST", arity = "0..1", description = "host_id or hostname")
    @Nullable String name;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256:...",
            description = "accept only a key with this fingerprint, without asking")
    @Nullable String fingerprint;

    @Option(names = "--remove", description = "forget the keys that were accepted")
    boolean remove;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    TrustCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        requireSensible();
        if (name == null) {
            list(json);
            return ExitCodes.OK;
        }
        Host host = host(name);
        HostKeys keys = session.wiring().otherHosts().keys();
        if (remove) {
            remove(host, keys, json);
        } else {
            accept(host, keys, json);
        }
        return ExitCodes.OK;
    }

    private void requireSensible() {
        boolean wrongAlone = name == null && (remove || fingerprint != null);
        if (wrongAlone || (remove && fingerprint != null)) {
            throw new Problem(
                    ProblemCode.INVALID,
                    wrongAlone ? "which host?" : "--remove and --fingerprint do not go together",
                    "caretaker host trust HOST [--fingerprint SHA256:...] or --remove HOST");
        }
        if (fingerprint != null && !fingerprint.matches("SHA256:[A-Za-z0-9+/]{43}")) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "'" + fingerprint + "' is not a fingerprint",
                    "it looks like SHA256: and 43 more characters, as `ssh-keygen -l` shows it");
        }
    }

    private Host host(String wanted) {
        var inventory = session.inventory();
        Host host =
                inventory
                        .host(new HostId(wanted))
                        .or(() ->
                                inventory.hosts().stream()
                                        .filter(each ->
                                                each.hostname().equals(wanted)
                                                        || each.address().equals(wanted))
                                        .findFirst())
                        .orElseThrow(() ->
                                new Problem(
                                        ProblemCode.NOT_FOUND,
                                        "there is no host '" + wanted + "'",
                                        "`caretaker host list` shows all"));
        if (host.local()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "'" + wanted + "' is this machine, which is not reached by SSH",
                    "");
        }
        return host;
    }

    private void list(boolean json) {
        List<Map.Entry<String, HostKey>> own = session.wiring().otherHosts().keys().files().own();
        if (json) {
            session.json(
                    own.stream()
                            .map(entry -> document(entry.getKey(), entry.getValue(), null))
                            .toList());
        } else if (own.isEmpty()) {
            session.say("No host key was accepted yet. `caretaker host trust HOST` does.");
        } else {
            own.forEach(entry -> session.say(entry.getKey() + "  " + shown(entry.getValue())));
        }
    }

    private void remove(Host host, HostKeys keys, boolean json) {
        HostKeys.Stop stop = HostKeys.way(host).getLast();
        session.confirm("Forget the keys of " + stop.shown() + "?", yes);
        int count = keys.remove(stop);
        audit(host, "forgot " + Texts.count(count, "key"));
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("host_id", host.id().value());
            document.put("removed", count);
            session.json(document);
        } else {
            session.say("Forgot " + Texts.count(count, "key") + " of " + stop.shown() + ".");
        }
    }

    /// From the first jump on: the way to the next one leads through those that are trusted.
    private void accept(Host host, HostKeys keys, boolean json) throws InterruptedException {
        var documents = new ArrayList<Map<String, @Nullable Object>>();
        List<HostKeys.Stop> way = HostKeys.way(host);
        for (HostKeys.Stop stop : way) {
            Deadline deadline = Deadline.after(PATIENCE, System::nanoTime);
            List<HostKey> known = keys.known(stop);
            boolean last = stop.equals(way.getLast());
            List<HostKey> offered = offered(keys, stop, last, deadline);
            boolean all = known.containsAll(offered);
            if (!json) {
                show(stop, offered, known);
            }
            if (!all) {
                refuseChanged(stop, known, offered);
                confirm(stop);
                keys.trust(stop, offered);
                audit(host, stop.shown() + ": " + shown(offered));
            }
            offered.forEach(
                    key -> documents.add(document(stop.address() + ":" + stop.port(), key, !all)));
        }
        if (json) {
            session.json(documents);
        }
    }

    private List<HostKey> offered(
            HostKeys keys, HostKeys.Stop stop, boolean last, Deadline deadline)
            throws InterruptedException {
        List<HostKey> offered = keys.offered(stop, deadline);
        if (fingerprint == null || !last) {
            return offered;
        }
        List<HostKey> meant =
                offered.stream().filter(key -> key.fingerprint().equals(fingerprint)).toList();
        if (meant.isEmpty()) {
            throw new Problem(
                    ProblemCode.DENIED,
                    stop.shown() + " shows no key " + fingerprint + ", but " + shown(offered),
                    "this is not the host that you mean, or the fingerprint is of another key");
        }
        return meant;
    }

    private void confirm(HostKeys.Stop stop) {
        session.confirm("Accept these keys of " + stop.shown() + "?", yes || fingerprint != null);
    }

    private static void refuseChanged(
            HostKeys.Stop stop, List<HostKey> known, List<HostKey> offered) {
        boolean changed =
                known.stream()
                        .anyMatch(old ->
                                offered.stream()
                                        .anyMatch(key ->
                                                key.type().equals(old.type())
                                                        && !known.contains(key)));
        if (changed) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "THE HOST KEY OF " + stop.shown() + " HAS CHANGED: known is " + shown(known),
                    "somebody may be listening in. Only if the host was installed anew: take the"
                            + " old key out with --remove, or of the known_hosts file that has it");
        }
    }

    private void show(HostKeys.Stop stop, List<HostKey> offered, List<HostKey> known) {
        session.say(stop.shown() + " shows:");
        offered.forEach(
                key -> session.say("  " + shown(key) + (known.contains(key) ? "  (known)" : "")));
    }

    private void audit(Host host, String detail) {
        session.wiring()
                .store()
                .audit()
                .append(
                        AuditEntry.of(
                                Instant.now(),
                                session.actor(),
                                "host.trust",
                                host.id().value(),
                                true,
                                detail));
    }

    private static Map<String, @Nullable Object> document(
            String host, HostKey key, @Nullable Boolean added) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("host", host);
        document.put("type", key.type());
        document.put("fingerprint", key.fingerprint());
        if (added != null) {
            document.put("added", added);
        }
        return document;
    }

    private static String shown(HostKey key) {
        return key.type() + " " + key.fingerprint();
    }

    private static String shown(List<HostKey> keys) {
        return keys.stream().map(TrustCommand::shown).collect(Collectors.joining(", "));
    }
}
