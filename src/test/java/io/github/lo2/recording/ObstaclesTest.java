package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.fault.FaultFile;
import io.github.lo2.plan.Parameters;
import io.github.lo2.stack.ServiceControl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What keeps faults from being brought about")
class ObstaclesTest {
    @Test
    @DisplayName("is asked once for each thing that is done to a stack, whatever the number of faults")
    void isAskedOnce(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("faults.yaml"), """
            faults:
              - {tag: one, kind: PodFailure, level: service, target: shop}
              - {tag: two, kind: PodFailure, level: service, target: bank}
              - {tag: three, kind: CPUStress, level: resource, target: shop, cores: 0.1}
              - {tag: four, kind: TransactionTimeout, level: database, target: db, table: fruit}
            """);
        var asked = new ArrayList<ServiceControl.Deed>();
        var obstacles = new Obstacles(FaultFile.read(file), (deed, choice) -> {
            asked.add(deed);
            return deed == ServiceControl.Deed.PAUSE ? Optional.of("it does not pause") : Optional.empty();
        });
        Parameters parameters = Parameters.from(Map.of());

        assertThat(obstacles.of("one", parameters)).hasValue("it does not pause");
        assertThat(obstacles.of("two", parameters)).hasValue("it does not pause");
        assertThat(obstacles.of("three", parameters)).isEmpty();
        assertThat(obstacles.of("three", parameters)).isEmpty();
        assertThat(obstacles.of("four", parameters)).isEmpty();
        assertThat(obstacles.of("correct", parameters)).isEmpty();
        assertThat(asked).containsExactly(ServiceControl.Deed.PAUSE, ServiceControl.Deed.LIMIT_PROCESSOR);
    }
}
