package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Checksums")
class ChecksumsTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(folder.resolve("b/c"));
        Files.writeString(folder.resolve("b/c/abc"), "abc");
        Files.writeString(folder.resolve("b/back\\slash"), "");
        Files.writeString(folder.resolve("a.log"), "");
        Files.writeString(folder.resolve("manifest.json"), "{}");
    }

    @Test
    @DisplayName("are written as sha256sum does, sorted, without their own file and those left out")
    void areWritten() throws IOException {
        Checksums.of(folder, Set.of("manifest.json")).write(folder);
        Checksums.of(folder, Set.of("manifest.json")).write(folder);

        assertThat(folder.resolve("SHA256SUMS")).hasContent("""
                %1$s  a.log
                \\%1$s  b/back\\\\slash
                %2$s  b/c/abc
                """.formatted(EMPTY, ABC));
    }

    @Test
    @DisplayName("are read again, also from a file of sha256sum's binary mode")
    void areRead() throws IOException {
        Checksums.of(folder, Set.of("manifest.json")).write(folder);
        Path file = folder.resolve("SHA256SUMS");
        Files.writeString(file, Files.readString(file).replace("  a.log", " *a.log"));

        assertThat(Checksums.read(folder).differences(Checksums.of(folder, Set.of("manifest.json"))))
                .isEmpty();
        assertThat(Checksums.read(folder).paths()).containsExactly("a.log", "b/back\\slash", "b/c/abc");
    }

    @Test
    @DisplayName("show what is changed, missing and additional")
    void showDifferences() throws IOException {
        Checksums expected = Checksums.of(folder, Set.of());
        Files.writeString(folder.resolve("b/c/abc"), "");
        Files.delete(folder.resolve("a.log"));
        Files.writeString(folder.resolve("new"), "");

        assertThat(expected.differences(Checksums.of(folder, Set.of())))
                .extracting(Checksums.Difference::toString)
                .containsExactly(
                        "a.log: missing; expected as listed in SHA256SUMS",
                        "b/c/abc: changed; expected sha256 %s, found %s".formatted(ABC, EMPTY),
                        "new: additional; expected no file that SHA256SUMS does not list");
    }

    @Test
    @DisplayName("of a run take over those of its folders, and leave out what is hidden")
    void areTakenOver() throws IOException {
        Checksums.of(folder.resolve("b"), Set.of()).write(folder.resolve("b"));
        Files.createDirectories(folder.resolve(".c.part"));
        Files.writeString(folder.resolve(".c.part/abc"), "abc");

        Checksums all = Checksums.ofRun(folder, Set.of("manifest.json"));

        assertThat(all.differences(Checksums.of(folder, Set.of("manifest.json"))))
                .isEmpty();
        assertThat(all.below("b").differences(Checksums.read(folder.resolve("b"))))
                .isEmpty();
        assertThat(all.paths()).containsExactly("a.log", "b/SHA256SUMS", "b/back\\slash", "b/c/abc");
    }

    @Test
    @DisplayName(
            "of a folder that is a link are those of what it leads to, but no link within it to a folder is followed")
    void followTheLinkThatTheFolderIs(@TempDir Path elsewhere) throws IOException {
        Path link = Files.createSymbolicLink(elsewhere.resolve("run"), folder);
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("b"));
        Files.createSymbolicLink(folder.resolve("b/linked.log"), folder.resolve("a.log"));

        assertThat(Checksums.of(link, Set.of()).paths())
                .containsExactly("a.log", "b/back\\slash", "b/c/abc", "b/linked.log", "manifest.json")
                .isEqualTo(Checksums.of(folder, Set.of()).paths());
    }

    @Test
    @DisplayName("refuse a file of another form, with the line")
    void refuseAnotherForm() throws IOException {
        Files.writeString(folder.resolve("SHA256SUMS"), ABC + "  abc\n" + ABC.substring(1) + "  abc\n");

        assertThatThrownBy(() -> Checksums.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("SHA256SUMS: line 2 has another form");
    }

    @Test
    @DisplayName("say which file is not there")
    void sayWhichFileIsNotThere() {
        assertThatThrownBy(() -> Checksums.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("SHA256SUMS cannot be read");
    }
}
