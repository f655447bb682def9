package io.github.lo2.verdict;

import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of a verdict while it is reached, in the order in which they are added. */
public final class Figures {
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    /** Add a count. */
    public Figures add(String name, long value, Unit unit) {
        return add(name, Figure.of(value, unit));
    }

    /** Add a figure. */
    public Figures add(String name, Figure figure) {
        figures.put(name, figure);
        return this;
    }

    /** Get them by name. */
    public Map<String, Figure> byName() {
        return figures;
    }
}
