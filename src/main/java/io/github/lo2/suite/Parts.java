package io.github.lo2.suite;

import java.util.ArrayList;
import java.util.List;

/** What ends together, the last one first, whatever one of them throws. Not safe for several threads. */
final class Parts implements AutoCloseable {
    private final List<Part> parts = new ArrayList<>();

    /** Something that ends with others. */
    @FunctionalInterface
    interface Part extends AutoCloseable {
        @Override
        void close();
    }

    /** Take what has just begun: it ends before all that were taken before it. */
    void add(Part part) {
        parts.add(part);
    }

    /** End all; what is taken later ends with the next call. */
    @Override
    public void close() {
        List<Part> all = List.copyOf(parts);
        parts.clear();
        end(all);
    }

    private static void end(List<Part> parts) {
        if (!parts.isEmpty()) {
            Part last = parts.get(parts.size() - 1);
            List<Part> before = parts.subList(0, parts.size() - 1);
            Part rest = () -> end(before);
            try (rest;
                    last) {
                // Both of them.
            }
        }
    }
}
