package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSessionListener;

@DisplayName("The listener for reruns")
class RerunListenerTest {
    private static final String FACTORY =
            "[engine:junit-jupiter]/[class:io.github.lo2.lightoauth2.LightOauth2DatasetIT]/[test-factory:scenarios(io.github.lo2.junit.Run)]";

    @Test
    @DisplayName("reads the places of the dynamic tests that are asked for")
    void readsPlaces() {
        assertThat(RerunListener.ordinals(List.of(
                        selectUniqueId(FACTORY + "/[dynamic-test:#3]"),
                        selectUniqueId(FACTORY + "/[dynamic-test:#54]"),
                        selectUniqueId(FACTORY + "/[dynamic-test:#3]"))))
                .containsExactlyInAnyOrder(3, 54);
    }

    @Test
    @DisplayName("takes nothing else for a place")
    void takesNothingElse() {
        assertThat(RerunListener.ordinals(List.of(
                        selectUniqueId(FACTORY),
                        selectUniqueId(FACTORY + "/[dynamic-container:#2]"),
                        selectUniqueId(
                                "[engine:junit-jupiter]/[class:A]/[test-template:t()]/[test-template-invocation:#3]"))))
                .isEmpty();
        assertThat(RerunListener.ordinals(List.of())).isEmpty();
    }

    @Test
    @DisplayName("is found by JUnit's launcher")
    void isFound() {
        assertThat(ServiceLoader.load(LauncherSessionListener.class)).hasAtLeastOneElementOfType(RerunListener.class);
    }
}
