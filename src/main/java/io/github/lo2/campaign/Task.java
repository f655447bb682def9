package io.github.lo2.campaign;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One run of a campaign, before it is recorded.
 *
 * @param number from 0
 * @param parameters the parameters of the run, by name
 */
public record Task(int number, SortedMap<String, String> parameters) {
    public Task {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
}
