package io.github.lo2.plan;

import java.util.Locale;

/** A form in which a run's data are kept. */
public enum Format {
    /** The reference's layout: a folder a scenario, with its text and JSON files. */
    LO2,
    /** Tables: one Parquet file each for the whole run. */
    PARQUET;

    /** Name it as {@code lo2.formats} does. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
