package io.github.lo2.dataset;

import java.util.regex.Pattern;

/**
 * A name out of a run's files that becomes one of a file: a scenario, a container, a service. A run may come from anyone, and a
 * name with a slash would lead out of the folder that is read or written.
 */
public final class PlainName {
    private static final Pattern PLAIN = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]+");

    private PlainName() {}

    /** Tell whether a name is letters, digits, {@code .}, {@code _} and {@code -}, and neither {@code .} nor {@code ..}. */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    /**
     * Refuse a name that is not plain.
     *
     * @param what whose name it is
     * @return the name
     * @throws DatasetException naming it
     */
    public static String check(String what, String name) {
        if (!isPlain(name)) {
            throw new DatasetException(
                    "the name '%s' of a %s is none of a file; expected letters, digits, '.', '_' and '-'; do not use this run: it would be read or written outside of its folder"
                            .formatted(name, what),
                    null);
        }
        return name;
    }
}
