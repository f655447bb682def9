package io.github.lo2.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A control group of Linux that a process is put into so that it gets only so much of the processor's time; of either version.
 *
 * <p>It is a folder, and what it is told and says are files in it. A folder can be removed when no process is in it.
 */
final class ProcessorQuota {
    private static final long PERIOD_MICROS = 100_000;
    private static final String PROCESSES = "cgroup.procs";
    private static final String STATISTICS = "cpu.stat";
    private static final String THROTTLED = "nr_throttled ";
    /** Version 2: quota and period in one file. */
    private static final String LIMIT = "cpu.max";
    /** Version 1. */
    private static final String QUOTA = "cpu.cfs_quota_us";

    private static final String PERIOD = "cpu.cfs_period_us";

    private final Path folder;

    private ProcessorQuota(Path folder) {
        this.folder = folder;
    }

    /**
     * Make a group below the first of some folders in which that is possible.
     *
     * @param parents the folders of groups
     * @param name how it is called
     * @return empty when none of them lets a process' time be limited
     */
    static Optional<ProcessorQuota> make(List<Path> parents, String name) {
        for (Path parent : parents) {
            try {
                var quota = new ProcessorQuota(Files.createDirectory(parent.resolve(name)));
                if (quota.canLimit()) {
                    return Optional.of(quota);
                }
                quota.remove();
            } catch (IOException | StackException e) {
                // In the next one, then.
            }
        }
        return Optional.empty();
    }

    /**
     * List the folders in which this process may find groups that limit the processor: below its own, beside it, and at the top.
     *
     * @param mounts the lines of {@code /proc/self/mountinfo}
     * @param groups the lines of {@code /proc/self/cgroup}
     */
    static List<Path> parents(List<String> mounts, List<String> groups) {
        var parents = new ArrayList<Path>();
        for (String mount : mounts) {
            // 34 24 0:29 /root /sys/fs/cgroup/cpu rw shared:1 - cgroup cgroup rw,cpu
            String[] halves = mount.split(" - ", 2);
            String[] fields = halves[0].split(" ", -1);
            String[] type = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
            if (fields.length < 5 || type.length < 3) {
                continue;
            }
            boolean second = type[0].equals("cgroup2");
            boolean first =
                    type[0].equals("cgroup") && List.of(type[2].split(",", -1)).contains("cpu");
            if (first || second) {
                Path top = Path.of(fields[4]);
                own(groups, second).map(own -> top.resolve(own.substring(1))).ifPresent(own -> {
                    parents.add(own);
                    Optional.ofNullable(own.getParent())
                            .filter(beside -> beside.startsWith(top))
                            .ifPresent(parents::add);
                });
                parents.add(top);
            }
        }
        return parents.stream().distinct().toList();
    }

    /** List those of this process. */
    static List<Path> parents() {
        try {
            return parents(
                    Files.readAllLines(Path.of("/proc/self/mountinfo")),
                    Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return List.of(); // no Linux
        }
    }

    Path folder() {
        return folder;
    }

    /** Say in which group a process is, of this one's kind, so that it can be put back there. */
    Path groupOf(long pid) throws IOException {
        boolean second = Files.exists(folder.resolve(LIMIT));
        String own = own(Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")), second)
                .orElseThrow(() -> new IOException("process %s is in no group of %s".formatted(pid, folder)));
        Path top = Optional.ofNullable(folder.getParent()).orElse(folder);
        for (Path at = top; at != null && Files.exists(at.resolve(PROCESSES)); at = at.getParent()) {
            top = at;
        }
        return top.resolve(own.substring(1));
    }

    /** Let the processes in it have so much of the processor's time, 1 for one core. */
    void limit(double cores) throws IOException {
        String quota = String.format(Locale.ROOT, "%.0f", cores * PERIOD_MICROS);
        if (Files.exists(folder.resolve(LIMIT))) {
            Files.writeString(folder.resolve(LIMIT), quota + " " + PERIOD_MICROS);
        } else {
            Files.writeString(folder.resolve(PERIOD), Long.toString(PERIOD_MICROS));
            Files.writeString(folder.resolve(QUOTA), quota);
        }
    }

    /** Put a process with all its threads into a group. */
    static void move(long pid, Path group) throws IOException {
        Files.writeString(group.resolve(PROCESSES), Long.toString(pid));
    }

    /** Say how often its processes had to wait for the next period. */
    long throttled() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(STATISTICS))) {
            return lines.filter(line -> line.startsWith(THROTTLED))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(THROTTLED.length()).strip()))
                    .sum();
        }
    }

    /** Remove it; it must be empty. */
    void remove() throws IOException {
        Files.deleteIfExists(folder);
    }

    /** Write the command that removes it when its processes have ended, after the suite itself has. */
    String removal() {
        return "for i in 1 2 3 4 5 6 7 8 9 10; do [ -d '%1$s' ] || break; rmdir '%1$s' || sleep 0.5; done"
                .formatted(folder);
    }

    private boolean canLimit() {
        return Files.isWritable(folder.resolve(LIMIT)) || Files.isWritable(folder.resolve(QUOTA));
    }

    /** Find the group of a process: {@code 1:cpu,cpuacct:/a} in version 1, {@code 0::/a} in version 2. */
    private static Optional<String> own(List<String> groups, boolean second) {
        return groups.stream()
                .map(line -> line.split(":", 3))
                .filter(fields -> fields.length == 3)
                .filter(fields -> second
                        ? fields[1].isEmpty()
                        : List.of(fields[1].split(",", -1)).contains("cpu"))
                .map(fields -> fields[2])
                .findFirst();
    }
}
