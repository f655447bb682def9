package io.github.lo2.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.table.Column;
import io.github.lo2.table.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The card of a run")
class RunCardTest {
    @Test
    @DisplayName("names as labels and symptoms only columns that there are")
    void namesColumnsThatThereAre() {
        for (Map<Table, List<String>> named : List.of(RunCard.LABELS, RunCard.SYMPTOMS)) {
            named.forEach((table, columns) -> assertThat(
                            table.columns().stream().map(Column::name).toList())
                    .as("columns of %s", table.tableName())
                    .containsAll(columns));
        }
    }

    @ParameterizedTest(name = "{0} rows are {1}")
    @CsvSource({
        "0, n<1K",
        "999, n<1K",
        "1000, 1K<n<10K",
        "9999, 1K<n<10K",
        "123456, 100K<n<1M",
        "1000000, 1M<n<10M",
        "999999999999, 100B<n<1T",
        "1000000000000, n>1T"
    })
    @DisplayName("says how many rows there are as Hugging Face does")
    void saysItsSize(long rows, String size) {
        assertThat(RunCard.size(rows)).isEqualTo(size);
    }

    @Test
    @DisplayName("names a licence as Hugging Face does, and one that it does not know by its address")
    void namesItsLicence() {
        assertThat(new Licence("CC-BY-4.0").yaml()).isEqualTo("license: cc-by-4.0");
        assertThat(new Licence("ODbL-1.0").yaml()).isEqualTo("license: odbl");
        assertThat(new Licence("CDLA-Permissive-2.0").yaml()).isEqualTo("""
                license: other
                license_name: cdla-permissive-2.0
                license_link: http://spdx.org/licenses/CDLA-Permissive-2.0""");
    }
}
