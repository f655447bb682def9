package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Parts that end together")
class PartsTest {
    @Test
    @DisplayName("end the last one first, also when others throw, and all that was thrown is told")
    void endsEachOfItsParts() {
        var ended = new ArrayList<String>();
        Parts.Part good = () -> ended.add("processes");
        Parts.Part bad = () -> {
            ended.add("receiver");
            throw new IllegalStateException("receiver");
        };
        Parts.Part worse = () -> {
            ended.add("stack");
            throw new IllegalStateException("stack");
        };

        var parts = new Parts();
        List.of(good, bad, worse).forEach(parts::add);

        assertThatThrownBy(parts::close)
                .hasMessage("stack")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("receiver")));
        assertThat(ended).containsExactly("stack", "receiver", "processes");
    }

    @Test
    @DisplayName("end once, and not again with those that come after")
    void endOnce() {
        var ended = new ArrayList<String>();
        var parts = new Parts();
        parts.add(() -> ended.add("unobserved"));
        parts.close();
        parts.add(() -> ended.add("observed"));

        parts.close();

        assertThat(ended).containsExactly("unobserved", "observed");
    }
}
