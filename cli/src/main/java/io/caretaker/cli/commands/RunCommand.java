package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.Wiring;
import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationReport;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.daemon.Background;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.cli.daemon.DaemonLog;
import io.caretaker.cli.daemon.DeclaredInventory;
import io.caretaker.cli.daemon.Greeting;
import io.caretaker.cli.daemon.PidFile;
import io.caretaker.cli.daemon.Reload;
import io.caretaker.cli.daemon.SignalledEmergencies;
import io.caretaker.cli.daemon.Signals;
import io.caretaker.core.host.ServiceNotifier;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.Caretaker;
import io.caretaker.server.keep.SteadyStore;
import io.caretaker.web.Daemon;
import io.caretaker.web.KeptFace;
import io.caretaker.web.WebSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The daemon in the foreground.
@Command(
        name = "run",
        header = "Watch and heal in the foreground, until a signal.",
        description = {
            "Needs no configuration: the machine itself and the databases found on it are watched.",
            "SIGHUP reads the configuration anew; a bad one is refused and the old one stays.",
            "SIGUSR1 is an emergency shutdown of the databases that allow it (care.emergency_on_signal).",
            "SIGTERM and SIGINT stop within ten seconds."
        },
        footer = {"", "Example:", "  caretaker run --config /etc/caretaker/caretaker.yaml"})
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("daemon");
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final Session session;

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = "name the process in that file as long as it runs")
    @Nullable Path pidFile;

    @Option(
            names = "--daemon",
            description =
                    "run in the background; ends when it watches, or tells why it does not."
                            + " Without --pid-file, `caretaker.pid` in the state directory")
    boolean background;

    @Mixin ListenOptions listening = new ListenOptions();

    public RunCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.format();
        Settings settings = session.settings();
        @Nullable Path file = pidFile != null ? pidFile : settings.pidFile();
        if (background && !Background.inIt()) {
            return Background.start(session, settings, file);
        }
        // Signals first: one that arrives while we start must not be lost, nor kill us halfway.
        Signals signals = Signals.listen();
        try (DaemonLock lock = DaemonLock.take(settings.state());
                DaemonLog log = Background.log(settings, session)) {
            if (file != null) {
                PidFile.requireFree(file);
            }
            tellOfFormer(lock.formerPid());
            watch(
                    settings,
                    signals,
                    log,
                    file == null && background ? Background.usual(settings) : file);
        }
        return ExitCodes.OK;
    }

    private static void tellOfFormer(@Nullable Long pid) {
        if (pid != null) {
            LOG.atWarn()
                    .addKeyValue("pid", pid)
                    .log("took over the lock of a caretaker that had died; going on where it was");
        }
    }

    private void watch(Settings settings, Signals signals, DaemonLog log, @Nullable Path pidFile)
            throws InterruptedException {
        WebSettings web = listening.over(settings.web());
        var wiring = session.wiring();
        SteadyStore store = wiring.daemonStore();
        unlessGone(store, () -> DeclaredInventory.apply(store, settings.inventory()));
        if (settings.discovery().enabled()) {
            unlessGone(store, () -> wiring.discoveryLoop().once());
        }
        Caretaker caretaker = wiring.caretaker();
        caretaker.start();
        if (settings.discovery().enabled()) {
            var discovery = wiring.discoveryLoop();
            caretaker
                    .heartbeat()
                    .watch(
                            "caretaker-discovery",
                            discovery.longestTurn(),
                            discovery::sinceLastTurn);
            discovery.start();
        }
        ServiceNotifier manager = wiring.serviceNotifier();
        try (KeptFace face = KeptFace.serve(shown(wiring), web);
                PidFile _ = pidFile == null ? null : PidFile.write(pidFile)) {
            session.print(
                    Greeting.of(
                            caretaker.inventory(),
                            settings,
                            store.location(),
                            log,
                            face.addresses()));
            session.terminal().out().flush();
            caretaker.heartbeat().start(manager, () -> WatchedLine.of(caretaker));
            serve(settings, signals, log, manager, caretaker, face);
            session.close();
        }
        session.say("caretaker has stopped.");
    }

    private Daemon shown(Wiring wiring) {
        return wiring.daemon(
                (now, inventory) -> Desks.defaults(session, now, inventory),
                yaml -> ConfigurationReport.of(session.check(yaml)),
                () -> ShowConfigCommand.document(session.settings()));
    }

    /// A store that is away keeps nobody from watching what is known.
    private static void unlessGone(SteadyStore store, Runnable work) {
        try {
            work.run();
        } catch (Problem problem) {
            if (!store.gone()) {
                throw problem;
            }
            LOG.atWarn()
                    .addKeyValue("problem", problem.message())
                    .log("the inventory cannot be changed before the store answers again");
        }
    }

    private void serve(
            Settings settings,
            Signals signals,
            DaemonLog log,
            ServiceNotifier manager,
            Caretaker caretaker,
            KeptFace face)
            throws InterruptedException {
        Settings current = settings;
        var reload =
                new Reload(
                        session.wiring().daemonStore(),
                        log,
                        session.wiring()::alerting,
                        caretaker::use,
                        read -> face.use(listening.over(read)));
        try (var emergencies = new SignalledEmergencies(session.wiring())) {
            while (true) {
                switch (signals.await()) {
                    case RELOAD -> {
                        manager.reloading();
                        Configuration read = session.configuration();
                        current = reload.take(read, current);
                        manager.ready(WatchedLine.of(caretaker));
                    }
                    case EMERGENCY -> emergencies.begin();
                    case STOP -> {
                        LOG.info("asked to stop");
                        manager.stopping();
                        // From now on: emergencies under way count, too.
                        Signals.haltAfter(LONGEST_STOP);
                        return;
                    }
                }
            }
        }
    }
}
