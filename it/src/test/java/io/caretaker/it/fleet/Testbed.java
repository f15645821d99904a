package io.caretaker.it.fleet;

import io.caretaker.testkit.server.Programs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Three hosts with systemd, sshd, PostgreSQL and MariaDB, each in its own network namespace, by
/// the scripts of `it/testbed`. The root file system that they share is built once for a machine
/// and kept; the hosts are made for one run of the tests.
final class Testbed implements AutoCloseable {
    static final int HOSTS = 3;
    private static final List<String> PROGRAMS =
            List.of("mmdebstrap", "systemd-nspawn", "ip", "nft", "flock", "ssh", "ssh-keygen");
    private static final long LONGEST_BUILD_SECONDS = 600;

    /// Where hosts see the program, at the same place as this machine.
    static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    static final Path JAVA = Path.of(System.getProperty("java.home"));

    private final Path scripts;
    private final Path directory;
    private final FileChannel lock;
    private final List<String> addresses;

    private Testbed(Path scripts, Path directory, FileChannel lock, List<String> addresses) {
        this.scripts = scripts;
        this.directory = directory;
        this.lock = lock;
        this.addresses = addresses;
    }

    /// Builds what is missing and boots the hosts. Aborts or fails the test where that cannot be.
    static Testbed up() {
        for (String program : PROGRAMS) {
            if (!onPath(program)) {
                Programs.missing(program + ", which the fleet's hosts need,");
            }
        }
        Path directory = Path.of(System.getProperty("testbed", "/var/tmp/caretaker-testbed"));
        try {
            Files.createDirectories(directory);
            // One run of the tests at a time; the lock ends with this process.
            var lock =
                    FileChannel.open(
                            directory.resolve(".tests"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            lock.lock();
            Path scripts = Path.of("testbed").toAbsolutePath();
            run(List.of(scripts.resolve("base.sh").toString(), directory.toString()));
            call(scripts, directory, "down");
            call(scripts, directory, "up", Integer.toString(HOSTS));
            return new Testbed(scripts, directory, lock, addresses(scripts, directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean onPath(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    /// `status` writes `h1 10.1.2.11 running`.
    private static List<String> addresses(Path scripts, Path directory) {
        return call(scripts, directory, "status")
                .lines()
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }

    private static String call(Path scripts, Path directory, String... arguments) {
        var line =
                new ArrayList<>(
                        List.of(
                                scripts.resolve("hosts.sh").toString(),
                                "-d",
                                directory.toString()));
        line.addAll(List.of(arguments));
        return run(line);
    }

    private static String run(List<String> command) {
        try {
            Path output = Files.createTempFile("testbed", ".out");
            try {
                var builder =
                        new ProcessBuilder(command)
                                .redirectInput(new File("/dev/null"))
                                .redirectErrorStream(true)
                                .redirectOutput(output.toFile());
                // Room to fill up on each host, apart from everything else.
                builder.environment().putAll(Map.of("TESTBED_VOL_MB", "64"));
                // The program and its Java, so that a host can install them.
                builder.environment().put("TESTBED_SHOW", PROJECT + " " + JAVA);
                Process process = builder.start();
                boolean ended = process.waitFor(LONGEST_BUILD_SECONDS, TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                String said = Files.readString(output);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(command + " failed: " + said);
                }
                return said.strip();
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The address of host 1 to 3.
    String address(int host) {
        return addresses.get(host - 1);
    }

    /// The private key that lets root and `ops` in.
    Path key() {
        return directory.resolve("id_ed25519");
    }

    Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    /// Power loss, `stop`, `start`, `freeze`, `thaw`, `cut`, `heal`: the verbs of `hosts.sh`.
    void hurt(String verb, int host) {
        call(scripts, directory, verb, Integer.toString(host));
    }

    /// What a command line prints on a host, run by root's shell; fails when it fails.
    String on(int host, String commandLine) {
        return run(
                List.of(
                        "ssh",
                        "-n",
                        "-F",
                        directory.resolve("ssh_config").toString(),
                        "-o",
                        "ConnectTimeout=5",
                        "h" + host,
                        commandLine));
    }

    @Override
    public void close() throws IOException {
        try {
            call(scripts, directory, "down");
        } finally {
            lock.close();
        }
    }
}
