package io.github.lo2.card;

import java.util.Locale;
import java.util.Set;

/**
 * The licence of a run's data.
 *
 * @param spdx its identifier in SPDX's list
 */
public record Licence(String spdx) {
    /** Of those that data sets have, the ones that Hugging Face knows by SPDX's identifier in small letters. */
    private static final Set<String> KNOWN = Set.of(
            "apache-2.0",
            "cc-by-4.0",
            "cc-by-nc-4.0",
            "cc-by-nc-nd-4.0",
            "cc-by-nc-sa-4.0",
            "cc-by-nd-4.0",
            "cc-by-sa-4.0",
            "cc0-1.0",
            "mit",
            "odbl-1.0",
            "pddl-1.0");

    /** Where it can be read. */
    String address() {
        return "http://spdx.org/licenses/" + spdx;
    }

    /** Write it as the head of a card does. */
    String yaml() {
        String name = spdx.toLowerCase(Locale.ROOT);
        if (name.equals("odbl-1.0") || name.equals("pddl-1.0")) {
            return "license: " + name.substring(0, 4);
        }
        return KNOWN.contains(name)
                ? "license: " + name
                : "license: other\nlicense_name: %s\nlicense_link: %s".formatted(name, address());
    }
}
