package io.github.lo2.collect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which runs train, validate and test: whole runs, never windows, since windows of one run are alike. Of runs with the same
 * scenarios each split has its share.
 */
final class Splits {
    private static final double TRAIN = 0.7;
    private static final double VALIDATION = 0.15;

    private Splits() {}

    /** A row of the table of splits. */
    record Split(String run, String split, String stratum) {}

    /**
     * Draw the splits.
     *
     * @param seed the same seed and runs give the same splits
     */
    static List<Split> draw(List<CollectedRun> runs, long seed) {
        TreeMap<String, List<String>> strata = runs.stream()
                .filter(CollectedRun::isTaken)
                .collect(Collectors.groupingBy(
                        run -> Objects.requireNonNullElse(run.stratum(), ""),
                        TreeMap::new,
                        Collectors.mapping(run -> Objects.requireNonNullElse(run.run(), ""), Collectors.toList())));
        var splits = new ArrayList<Split>();
        strata.forEach((stratum, names) -> {
            List<String> shuffled = names.stream()
                    .sorted(Comparator.comparing(name -> hash(seed, name)))
                    .toList();
            for (int place = 0; place < shuffled.size(); place++) {
                double share = (place + 0.5) / shuffled.size();
                splits.add(new Split(shuffled.get(place), name(share), stratum));
            }
        });
        return splits.stream().sorted(Comparator.comparing(Split::run)).toList();
    }

    private static String name(double share) {
        if (share < TRAIN) {
            return "train";
        }
        return share < TRAIN + VALIDATION ? "validation" : "test";
    }

    private static UUID hash(long seed, String run) {
        return UUID.nameUUIDFromBytes((seed + " " + run).getBytes(StandardCharsets.UTF_8));
    }
}
