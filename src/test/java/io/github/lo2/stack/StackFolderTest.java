package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The work folder of a stack")
class StackFolderTest {
    @TempDir
    Path parent;

    @RepeatedTest(5)
    @DisplayName("is deleted by two at the same time, as by the suite and its reaper when it is told to end")
    void isDeletedByTwo() throws Exception {
        Path folder = Files.createDirectory(parent.resolve("work"));
        for (int number = 0; number < 300; number++) {
            Files.createFile(folder.resolve("file-" + number));
        }

        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(() -> StackFolder.delete(folder)))
                        .limit(2)
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(folder).doesNotExist();
    }
}
