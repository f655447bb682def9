package io.github.lo2.lightoauth2;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Checks that the request of each error tag gets the status and the code that the tag stands for. */
@ContractTest
class ScenariosContractTest {

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/contract/scenarios.csv", numLinesToSkip = 1)
    @DisplayName("the request of an error tag is answered with its error")
    void errorTagIsProvoked(@AggregateWith(ContractRow.Aggregator.class) ContractRow row, LightOauth2 system) {
        row.check(system);
    }
}
