package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of 512 MiB under the results of a recording, to be hurt: an ext4 file system in a file. What is hurt is the file system
 * itself, so that what the recording has open is hurt, too.
 */
final class DrillDisk implements AutoCloseable {
    private final Path image;
    private final Path disk;
    private final Path results;

    private DrillDisk(Path image, Path disk, Path results) {
        this.image = image;
        this.disk = disk;
        this.results = results;
    }

    /**
     * Make it.
     *
     * @param folder where its file goes
     * @param results where it is found
     */
    static DrillDisk mount(Path folder, Path results) throws IOException {
        var made = new DrillDisk(folder.resolve("disk.img"), folder.resolve("disk"), results);
        Files.createDirectories(made.disk);
        Files.createDirectories(results);
        run("truncate", "-s", "512M", made.image.toString());
        run("mkfs.ext4", "-q", "-F", "-m", "0", made.image.toString());
        made.mount();
        return made;
    }

    /** Leave no room on it. */
    void fill() {
        try (var output = Files.newOutputStream(filler())) {
            byte[] zeros = new byte[1 << 16];
            while (true) {
                output.write(zeros);
            }
        } catch (IOException e) {
            // That is what full means.
        }
    }

    /** Take it away: open files stay what they are, as when a server of files is lost; nothing else is found. */
    void take() throws IOException {
        run("umount", "-l", results.toString());
    }

    /** Let it do what it does after an error: it takes nothing more, in open files neither. */
    void makeReadOnly() throws IOException {
        run("mount", "-o", "remount,abort", disk.toString());
    }

    /** Let it take nothing for 3 s: who writes waits. */
    void stop() throws IOException {
        run("sh", "-c", frozenFor("3"));
    }

    /** Let it take nothing for 0.4 s, ten times, with 0.2 s between. */
    void slowDown() throws IOException {
        run("sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10; do %s; sleep 0.2; done".formatted(frozenFor("0.4")));
    }

    /** Make it whole again, as after its replacement or a start of the machine; what was not on it is lost. */
    void heal() throws IOException {
        unmount();
        mount();
        Files.deleteIfExists(filler());
    }

    @Override
    public void close() throws IOException {
        unmount();
    }

    static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.onExit().join().exitValue())
                .as(String.join(" ", command))
                .isZero();
    }

    /** Also thaws it when this process has ended meanwhile. */
    private String frozenFor(String seconds) {
        return "fsfreeze -f %1$s && sleep %2$s; fsfreeze -u %1$s".formatted(disk, seconds);
    }

    private void mount() throws IOException {
        run("mount", "-o", "loop", image.toString(), disk.toString());
        run("mount", "--bind", disk.toString(), results.toString());
    }

    private void unmount() throws IOException {
        run(
                "sh",
                "-c",
                "for there in %s %s; do ! mountpoint -q $there || umount $there || umount -l $there; done"
                        .formatted(results, disk));
    }

    private Path filler() {
        return disk.resolve("filler");
    }
}
