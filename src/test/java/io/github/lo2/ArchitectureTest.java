package io.github.lo2;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.github.lo2.dataset.Disk;
import io.github.lo2.failure.SuiteException;
import java.net.http.HttpClient;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "io.github.lo2", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CIRCLES =
            slices().matching("io.github.lo2.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_JUNIT_PACKAGE_KNOWS_JUNIT = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.lo2.junit")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.junit..");

    @ArchTest
    static final ArchRule NOTHING_DEPENDS_ON_THE_TOP = noClasses()
            .that()
            .resideOutsideOfPackages("io.github.lo2.junit", "io.github.lo2.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.lo2.junit", "io.github.lo2.cli");

    @ArchTest
    static final ArchRule NOTHING_IN_MAIN_KNOWS_THE_SYSTEM_UNDER_TEST =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.networknt..");

    @ArchTest
    static final ArchRule THERE_IS_ONE_JSON_MAPPER = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.lo2.json")
            .should()
            .callConstructor(ObjectMapper.class);

    @ArchTest
    static final ArchRule THERE_IS_ONE_HTTP_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.lo2.http")
            .should()
            .callMethod(HttpClient.class, "newBuilder")
            .orShould()
            .callMethod(HttpClient.class, "newHttpClient");

    @ArchTest
    static final ArchRule THERE_IS_ONE_CLOCK = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.lo2.time")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule THERE_IS_ONE_PROCESS_RUNNER = noClasses()
            .that()
            .resideOutsideOfPackage("io.github.lo2.process")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    /** Which forces to the disk what it renames. */
    @ArchTest
    static final ArchRule THERE_IS_ONE_WAY_TO_RENAME = noClasses()
            .that()
            .doNotBelongToAnyOf(Disk.class)
            .should()
            .callMethod(Files.class, "move", Path.class, Path.class, CopyOption[].class);

    @ArchTest
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule STATIC_FIELDS_ARE_FINAL = ArchRuleDefinition.fields()
            .that(new DescribedPredicate<JavaField>("are static") {
                @Override
                public boolean test(JavaField field) {
                    return field.getModifiers().contains(JavaModifier.STATIC);
                }
            })
            .should()
            .beFinal();

    /** So that one place makes a line for people of each. */
    @ArchTest
    static final ArchRule EXCEPTIONS_ARE_OF_ONE_FAMILY = ArchRuleDefinition.classes()
            .that()
            .areAssignableTo(Throwable.class)
            .should()
            .beAssignableTo(SuiteException.class);

    @ArchTest
    static final ArchRule NAMES_ARE_WORDS_OF_THE_DOMAIN = noClasses()
            .that(new DescribedPredicate<JavaClass>("are ours") {
                @Override
                public boolean test(JavaClass type) {
                    return !type.isAnonymousClass();
                }
            })
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameContaining("Util");
}
