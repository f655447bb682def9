package io.github.lo2;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.github.lo2.counterexample.BrokenRules;
import io.github.lo2.counterexample.plan.DependsUpwards;
import io.github.lo2.counterexample.table.DependsSideways;
import io.github.lo2.counterexample.validate.IsAbove;
import io.github.lo2.dataset.Disk;
import io.github.lo2.failure.SuiteException;
import io.github.lo2.fault.FaultPoint;
import io.github.lo2.time.Gathering;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The architecture")
class ArchitectureTest {
    private static final String ROOT = "io.github.lo2";
    private static final Path DOCUMENT = Path.of("docs/architecture.md");

    private static final JavaClasses SUITE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Each rule, with groups of classes that break it: every group by itself. */
    static Stream<Arguments> rules() throws IOException {
        return Stream.of(
                argumentSet(
                        "an arrow points down only",
                        layers(ROOT),
                        layers(ROOT + ".counterexample"),
                        List.of(List.of(DependsUpwards.class, IsAbove.class))),
                argumentSet(
                        "packages form no circle",
                        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles(),
                        slices().matching(ROOT + ".counterexample.(*)..")
                                .should()
                                .beFreeOfCycles(),
                        List.of(List.of(DependsUpwards.class, DependsSideways.class))),
                rule(
                        "only junit knows JUnit",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + ".junit")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.junit.."),
                        BrokenRules.KnowsJunit.class),
                rule(
                        "there is one JSON mapper",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + ".json")
                                .should()
                                .callConstructor(ObjectMapper.class),
                        BrokenRules.MakesAJsonMapper.class),
                rule(
                        "there is one HTTP client",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + ".http")
                                .should()
                                .callMethod(HttpClient.class, "newBuilder")
                                .orShould()
                                .callMethod(HttpClient.class, "newHttpClient"),
                        BrokenRules.BuildsAnHttpClient.class,
                        BrokenRules.TakesAnHttpClient.class),
                rule(
                        "there is one clock",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + ".time")
                                // It runs in a service, without the suite's clock.
                                .and()
                                .doNotBelongToAnyOf(FaultPoint.class)
                                .should()
                                .callMethod(System.class, "currentTimeMillis")
                                .orShould()
                                .callMethod(System.class, "nanoTime")
                                .orShould()
                                .callMethodWhere(named("now", JavaClass.Predicates.resideInAPackage("java.time")))
                                .orShould()
                                .dependOnClassesThat()
                                .areAssignableTo(Clock.class),
                        BrokenRules.ReadsMillis.class,
                        BrokenRules.ReadsNanos.class,
                        BrokenRules.ReadsTheInstant.class,
                        BrokenRules.ReadsTheLocalTime.class,
                        BrokenRules.ReadsAnotherClock.class),
                rule(
                        "there is one process runner",
                        noClasses()
                                .that()
                                .resideOutsideOfPackage(ROOT + ".process")
                                .should()
                                .dependOnClassesThat()
                                .areAssignableTo(ProcessBuilder.class)
                                .orShould()
                                .callMethodWhere(named("exec", JavaClass.Predicates.type(Runtime.class))),
                        BrokenRules.StartsAProcess.class,
                        BrokenRules.ExecutesACommand.class),
                rule(
                        "there is one way to rename, which forces to the disk",
                        noClasses()
                                .that()
                                .doNotBelongToAnyOf(Disk.class)
                                .should()
                                .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class),
                        BrokenRules.RenamesByItself.class),
                rule(
                        "nobody sleeps; who lets input gather says so",
                        noClasses()
                                .that()
                                // The second holds up requests of a service, which is what it is for.
                                .doNotBelongToAnyOf(Gathering.class, FaultPoint.class)
                                .should()
                                .callMethodWhere(named("sleep", JavaClass.Predicates.type(Thread.class)))
                                .orShould()
                                .callMethodWhere(named("sleep", JavaClass.Predicates.type(TimeUnit.class)))
                                .orShould()
                                .callMethodWhere(named("wait", JavaClass.Predicates.type(Object.class)))
                                .orShould()
                                .callMethodWhere(
                                        named("park(Nanos|Until)", JavaClass.Predicates.type(LockSupport.class))),
                        BrokenRules.SleepsMillis.class,
                        BrokenRules.SleepsMillisAndNanos.class,
                        BrokenRules.SleepsInUnits.class,
                        BrokenRules.Parks.class,
                        BrokenRules.ParksBesideSomething.class,
                        BrokenRules.WaitsForALock.class),
                rule(
                        "static fields are final",
                        fields().that().areStatic().should().beFinal(),
                        BrokenRules.KeepsStaticState.class),
                rule(
                        "exceptions are of one family",
                        classes()
                                .that()
                                .areAssignableTo(Throwable.class)
                                .should()
                                .beAssignableTo(SuiteException.class),
                        BrokenRules.OfNoFamilyException.class),
                rule(
                        "names are words of the domain",
                        noClasses()
                                .should()
                                .haveSimpleNameEndingWith("Manager")
                                .orShould()
                                .haveSimpleNameEndingWith("Helper")
                                .orShould()
                                .haveSimpleNameContaining("Util"),
                        BrokenRules.RunManager.class,
                        BrokenRules.RunHelper.class,
                        BrokenRules.RunUtils.class));
    }

    @ParameterizedTest
    @DisplayName("keeps its rules")
    @MethodSource("rules")
    void keepsItsRules(ArchRule rule) {
        rule.check(SUITE);
    }

    @ParameterizedTest
    @DisplayName("has rules that find what breaks them")
    @MethodSource("rules")
    void hasRulesThatCanFail(ArchRule rule, ArchRule ofCounterexamples, List<List<Class<?>>> counterexamples) {
        assertThat(counterexamples)
                .allSatisfy(group -> assertThat(ofCounterexamples
                                .evaluate(new ClassFileImporter().importClasses(group))
                                .hasViolation())
                        .as("%s finds %s", rule.getDescription(), group)
                        .isTrue());
    }

    @Test
    @DisplayName("has the packages that its document draws, and no other")
    void hasTheDrawnPackages() throws IOException {
        Set<String> drawn = new TreeSet<>();
        drawnLayers().forEach(drawn::addAll);

        Set<String> there = SUITE.stream()
                .map(type -> type.getPackageName().substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(there).isEqualTo(drawn);
    }

    @Test
    @DisplayName("knows no system, but for the name of the one that is recorded when none is named")
    void knowsNoSystem() throws IOException {
        assertThat(linesThatKnow(Path.of("src/main"), Path.of("locust/lo2")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("\"light-oauth2\"");
    }

    @Test
    @DisplayName("is searched for what it must not know in code of any language, but not in comments and examples")
    void isSearched(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("Port.java"), """
                /** That of oauth2-code. */
                final class Port {
                    int port = 6881; // of oauth2-code
                    Column name = column("name").example("`oauth2-\\"code\\" (1)`");
                }
                """);
        Files.writeString(folder.resolve("port.py"), """
                \"""Where oauth2-code listens.\"""
                # oauth2-code listens there
                HOST = "oauth2-code"
                """);

        assertThat(linesThatKnow(folder)).containsExactlyInAnyOrder("int port = 6881;", "HOST = \"oauth2-code\"");
    }

    /** List lines of code with a word that only light-oauth2 has. */
    private static List<String> linesThatKnow(Path... folders) throws IOException {
        Pattern words = Pattern.compile(
                "networknt|oauth2|light-?4j|hazelcast|688\\d|(?<!jvm|jvm_)mysql(?!\\.(?:global_priv|db)\\b)|https:|\"https\"|X-Correlation-Id|LO2_run_|javaagent(?!\\.shaded)|mainClass",
                Pattern.CASE_INSENSITIVE);
        Pattern comments = Pattern.compile(
                "/\\*.*?\\*/|//[^\n]*|\\.example\\((?:[^\"()]|\"(?:[^\"\\\\]|\\\\.)*\")*\\)", Pattern.DOTALL);
        Pattern pythonComments = Pattern.compile("\"{3}.*?\"{3}|#[^\n]*", Pattern.DOTALL);
        List<String> found = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(path -> path.toString().matches(".*\\.(java|py|mustache|properties)"))
                        .toList()) {
                    (file.toString().endsWith(".py") ? pythonComments : comments)
                            .matcher(Files.readString(file))
                            .replaceAll("")
                            .lines()
                            .map(String::strip)
                            .filter(line -> words.matcher(line).find())
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Arguments rule(String name, ArchRule rule, Class<?>... counterexamples) {
        List<List<Class<?>>> groups =
                Arrays.stream(counterexamples).<List<Class<?>>>map(List::of).toList();
        return argumentSet(name, rule, rule, groups);
    }

    private static DescribedPredicate<JavaCall<?>> named(String name, DescribedPredicate<? super JavaClass> owner) {
        return target(nameMatching(name)).and(target(owner(owner)));
    }

    /** Make the rule of what the document draws. */
    private static ArchRule layers(String root) throws IOException {
        List<List<String>> drawn = drawnLayers();
        LayeredArchitecture layers =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (List<String> layer : drawn) {
            String[] packages =
                    layer.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
            layers = layers.layer(name(layer)).definedBy(packages);
        }
        for (int place = 0; place < drawn.size(); place++) {
            String[] below = drawn.subList(place + 1, drawn.size()).stream()
                    .map(ArchitectureTest::name)
                    .toArray(String[]::new);
            layers = below.length == 0
                    ? layers.whereLayer(name(drawn.get(place))).mayNotAccessAnyLayer()
                    : layers.whereLayer(name(drawn.get(place))).mayOnlyAccessLayers(below);
        }
        return layers;
    }

    /** Read the first drawing of the document: a layer a line, the topmost first; what follows two blanks is for people. */
    private static List<List<String>> drawnLayers() throws IOException {
        return Files.readString(DOCUMENT)
                .split("```text|```", 3)[1]
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> List.of(line.strip().split(" {2,}", 2)[0].split(" · ", -1)))
                .toList();
    }

    private static String name(List<String> layer) {
        return String.join(", ", layer);
    }
}
