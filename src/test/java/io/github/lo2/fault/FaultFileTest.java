package io.github.lo2.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The declarations of faults")
class FaultFileTest {
    private static final String ONE = """
        # Of a shop.
        faults:
          - tag: user_exception
            kind: JVMException
            level: code
            target: shop-user
            dose: 0.25
            requests:
              - GET /user/{userId}
            at: org.shop.User#find
            exception: java.lang.IllegalStateException
            message: it is closed
        """;

    private static final String STRESS = """
        faults:
          - tag: user_stress
            kind: CPUStress
            level: resource
            target: shop-user
            cores: 0.1
        """;

    @TempDir
    Path folder;

    @Test
    @DisplayName("are read with all that they say, and where they stand")
    void areRead() throws IOException {
        FaultDeclaration fault = read(ONE).get(0);

        assertThat(fault.tag()).isEqualTo("user_exception");
        assertThat(fault.kind()).isEqualTo(FaultKind.JVM_EXCEPTION);
        assertThat(fault.level()).isEqualTo(FaultLevel.CODE);
        assertThat(fault.target()).isEqualTo("shop-user");
        assertThat(fault.dose()).isEqualTo(0.25);
        assertThat(fault.requests()).containsExactly("GET /user/{userId}");
        assertThat(fault.line()).isEqualTo(3);
    }

    @Test
    @DisplayName("are none where there is no file")
    void areNone() {
        assertThat(FaultFile.read(folder.resolve("none.yaml"))).isEmpty();
    }

    @Test
    @DisplayName("of light-oauth2 are as expected")
    void ofLightOauth2() {
        List<FaultDeclaration> faults = FaultFile.read(Path.of("compose/light-oauth2/faults.yaml"));

        assertThat(faults)
                .filteredOn(FaultDeclaration::isHitting)
                .isNotEmpty()
                .allSatisfy(fault ->
                        assertThat(RuleScript.of(faults, fault.target())).contains("RULE " + fault.tag() + "\n"));
        assertThat(faults).extracting(FaultDeclaration::kind).contains(FaultKind.values());
    }

    @Test
    @DisplayName("that hit no single requests have no rule, no dose and no requests")
    void withoutHits() throws IOException {
        FaultDeclaration fault = read(STRESS).get(0);

        assertThat(fault.isHitting()).isFalse();
        assertThat(fault.dose()).isEqualTo(1);
        assertThat(fault.parameter(FaultMember.CORES)).isEqualTo("0.1");
        assertThat(RuleScript.of(List.of(fault), "shop-user")).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("that hit no single requests are refused in the same way")
    @CsvSource(delimiter = '|', textBlock = """
        cores: 0.1 | cores: much | cores is 'much'; expected a number with at most two digits behind the point
        cores: 0.1 | cores: 0 | cores is '0'; expected a number with at most two digits behind the point
        cores: 0.1 | requests: 0.1 | has a member 'requests'; expected of CPUStress: tag, kind, level, target, cores
        cores: 0.1 | dose: 0.5 | has a member 'dose'; expected of CPUStress: tag, kind, level, target, cores
        CPUStress | PodFailure | has a member 'cores'; expected of PodFailure: tag, kind, level, target
        CPUStress | ContainerKill | has a member 'cores'; expected of ContainerKill: tag, kind, level, target
        """)
    void withoutHitsAreRefused(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(STRESS.replace(right, wrong)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("fault 'user_stress'")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @DisplayName("are refused with file, fault, member, value and what is expected")
    @CsvSource(delimiter = '|', textBlock = """
        kind: JVMException   | kind: JVMExplosion   | fault 'user_exception': kind is 'JVMExplosion'; expected one of JVMLatency
        level: code          | level: heaven        | fault 'user_exception': level is 'heaven'; expected one of code
        dose: 0.25           | dose: 2              | fault 'user_exception': dose is '2'; expected a number from 0.001 to 1
        dose: 0.25           | dose: 0.0001         | fault 'user_exception': dose is '1.0E-4'; expected a number
        dose: 0.25           | does: 0.25           | fault 'user_exception' has a member 'does'; expected of JVMException: tag, kind
        GET /user/{userId}   | get the user         | fault 'user_exception': requests is 'get the user'; expected a method and a route
        at: org.shop.User#find | at: org.shop.User  | fault 'user_exception': at is 'org.shop.User'; expected a class, # and a method
        tag: user_exception  | tag: User exception  | fault 'User exception': tag is 'User exception'; expected lower case letters
        target: shop-user    | seen: never          | fault 'user_exception': target is 'missing'; expected the name of a service
        """)
    void areRefused(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(ONE.replace(right, wrong)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("faults.yaml: " + message);
    }

    @Test
    @DisplayName("that lock a table name it")
    void nameATable() throws IOException {
        String lock = STRESS.replace("CPUStress", "TransactionTimeout").replace("cores: 0.1", "table: user_profile");

        assertThat(read(lock).get(0).parameter(FaultMember.TABLE)).isEqualTo("user_profile");
        assertThatThrownBy(() -> read(lock.replace("user_profile", "a; DROP TABLE b")))
                .hasMessageContaining("table is 'a; DROP TABLE b'; expected the name of a table");
    }

    @Test
    @DisplayName("become rules that ask for their own slot; what is thrown leaves without Byteman's frames")
    void becomeRules() throws IOException {
        assertThat(RuleScript.of(read(ONE), "shop-user")).isEqualTo("""
            RULE user_exception
            CLASS org.shop.User
            METHOD find
            HELPER io.github.lo2.fault.FaultPoint
            AT ENTRY
            IF hits(0)
            DO throw new java.lang.IllegalStateException("it is closed")
            ENDRULE

            RULE user_exception leaves
            CLASS org.shop.User
            METHOD find
            HELPER io.github.lo2.fault.FaultPoint
            AT EXCEPTION EXIT
            IF true
            DO plain($^)
            ENDRULE
            """);
        assertThat(RuleScript.of(read(ONE), "shop-client")).isEmpty();
    }

    private List<FaultDeclaration> read(String text) throws IOException {
        return FaultFile.read(Files.writeString(folder.resolve("faults.yaml"), text));
    }
}
