package io.caretaker.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The rules that the compiler does not know. A rule that no class falls under fails as well.
class ArchitectureTest {
    private static final String ROOT = "io.caretaker.";
    private static final String CORE = "io.caretaker.core..";

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.caretaker");

    @Test
    void the_classes_of_every_module_are_looked_at() throws IOException {
        var modulesSeen = CLASSES.stream().map(ArchitectureTest::module).distinct().toList();
        assertThat(modulesSeen).containsAll(modulesWithSources()).contains("core");
    }

    @Test
    void core_depends_on_the_jdk_and_jspecify_only() {
        classes()
                .that()
                .resideInAPackage(CORE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(CORE, "java..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void core_reads_no_clock() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .accessTargetWhere(target(describe("is a clock", ArchitectureTest::isClock)))
                .because("the time is handed to a decision, so that a test can set it")
                .check(CLASSES);
    }

    @Test
    void core_writes_no_log() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.slf4j..", "java.util.logging..")
                                .or(named("java.lang.System$Logger")))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a decision carries its reason, and whoever acts on it writes it down")
                .check(CLASSES);
    }

    @Test
    void core_does_no_input_or_output() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat(describe("do input or output", ArchitectureTest::doesIo))
                .because("everything that touches a machine goes through a port")
                .check(CLASSES);
    }

    @Test
    void modules_depend_on_modules_below_them_only() {
        classes().should(dependOnModulesBelowOnly()).check(CLASSES);
    }

    @Test
    void classes_are_named_for_what_they_do() {
        noClasses()
                .should()
                .haveNameMatching(".*(?<!\\.Service)(Manager|Helper|Utils?|Impl)(\\$.*)?")
                .because(
                        "such a name says nothing about the purpose; a service manager (systemd) is"
                                + " the field's own term")
                .check(CLASSES);
    }

    @Test
    void every_package_is_null_marked() {
        assertThat(CLASSES)
                .isNotEmpty()
                .extracting(JavaClass::getPackage)
                .allSatisfy(javaPackage ->
                        assertThat(javaPackage.tryGetPackageInfo())
                                .as("package-info of %s", javaPackage.getName())
                                .matches(
                                        info ->
                                                info.isPresent()
                                                        && info.get()
                                                                .isAnnotatedWith(NullMarked.class),
                                        "is @NullMarked"));
    }

    private static boolean isClock(AccessTarget target) {
        var owner = target.getOwner().getName();
        return switch (target.getName()) {
            case "now" -> owner.startsWith("java.time.");
            case "currentTimeMillis", "nanoTime" -> owner.equals("java.lang.System");
            case "system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds" ->
                    owner.equals("java.time.Clock") || owner.equals("java.time.InstantSource");
            case "<init>" ->
                    owner.equals("java.util.Date") || owner.equals("java.util.GregorianCalendar");
            case "getInstance" -> owner.equals("java.util.Calendar");
            default -> false;
        };
    }

    private static boolean doesIo(JavaClass type) {
        var name = type.getName();
        return switch (type.getPackageName()) {
            case "java.io" ->
                    name.startsWith("java.io.File") || name.equals("java.io.RandomAccessFile");
            case "java.nio.file" -> name.equals("java.nio.file.Files");
            case "java.net" -> !NET_VALUES.contains(type.getSimpleName());
            case "java.lang" -> name.equals("java.lang.Process") || name.contains("ProcessBuilder");
            default ->
                    resideInAnyPackage(
                                    "java.nio.channels..",
                                    "java.net.http..",
                                    "java.sql..",
                                    "javax.sql..",
                                    "javax.net..")
                            .test(type);
        };
    }

    /// What of `java.net` only holds a value. `InetAddress` can also look names up, which core
    /// leaves to a port.
    private static final Set<String> NET_VALUES =
            Set.of(
                    "URI",
                    "URISyntaxException",
                    "URLEncoder",
                    "URLDecoder",
                    "IDN",
                    "InetAddress",
                    "Inet4Address",
                    "Inet6Address");

    /// `cli → web → server → core` and `cli → adapters → core`; beside it the test kit, which knows
    /// core.
    private static boolean mayUse(String module, String used) {
        return switch (module) {
            case "core" -> used.equals("core");
            case "web" -> Set.of("web", "server", "core").contains(used);
            case "cli" -> !used.equals("testkit");
            default -> used.equals(module) || used.equals("core");
        };
    }

    private static ArchCondition<JavaClass> dependOnModulesBelowOnly() {
        return new ArchCondition<>("depend on modules below their own only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    var used = dependency.getTargetClass().getBaseComponentType();
                    if (used.getPackageName().startsWith(ROOT)) {
                        events.add(
                                new SimpleConditionEvent(
                                        dependency,
                                        mayUse(module(type), module(used)),
                                        dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static String module(JavaClass type) {
        var below = type.getPackageName().substring(ROOT.length());
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static DescribedPredicate<JavaClass> named(String name) {
        return describe("named " + name, type -> type.getName().equals(name));
    }

    /// Failsafe and Surefire both run a module's tests in its own directory.
    private static List<String> modulesWithSources() throws IOException {
        var modules = new ArrayList<String>();
        for (String folder : List.of("..", "../engines", "../stores")) {
            try (Stream<Path> children = Files.list(Path.of(folder))) {
                children.filter(child -> Files.isDirectory(child.resolve("src/main/java")))
                        .map(child -> child.getFileName().toString())
                        .filter(name -> !name.equals("bench"))
                        .forEach(modules::add);
            }
        }
        return modules;
    }
}
