package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file that is written whole")
class WholeFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameIt() {
        file = folder.resolve("design.yaml");
    }

    @Test
    @DisplayName("keeps its old content, and leaves no other file, when what is to replace it cannot be written")
    void keepsItsOldContent() throws Exception {
        WholeFile.write(file, "old");

        assertThatThrownBy(() -> WholeFile.writeAmongOthers(file, output -> {
                    output.write('n');
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(DatasetException.class)
                .hasMessage(file + " cannot be written: java.io.IOException: No space left on device;"
                        + " free disk space there and resume the run");

        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    @DisplayName("may be written by another one amid that: what the last one wrote stays")
    void isWrittenAmongOthers() throws Exception {
        WholeFile.writeAmongOthers(file, output -> {
            output.write('1');
            WholeFile.writeAmongOthers(file, other -> other.write('2'));
            assertThat(Files.readString(file)).isEqualTo("2");
        });

        assertThat(file).hasContent("1");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }
}
