package io.github.lo2.lightoauth2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The blocks of code in docs/read.md, in its section on the use of a run, with a real run in the place of its example. */
final class ReadmeBlocks {
    private static final String HEADING = "\n## Use a run\n";
    private static final Pattern BLOCK = Pattern.compile("```(python)?\n(.*?)```", Pattern.DOTALL);
    private static final Pattern RUN = Pattern.compile("results/LO2_run_\\d+");

    private final String section;

    private ReadmeBlocks(String section) {
        this.section = section;
    }

    static ReadmeBlocks read() throws IOException {
        String text = Files.readString(Path.of("docs", "read.md"));
        int start = text.indexOf(HEADING);
        int end = text.indexOf("\n## ", start + HEADING.length());
        return new ReadmeBlocks(text.substring(start, end));
    }

    /**
     * Take the one block of Python that holds a word.
     *
     * @param run the run to read, in a folder of its own
     */
    String python(String word, Path run) {
        List<String> found =
                blocks(true).stream().filter(block -> block.contains(word)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException("%s blocks of docs/read.md hold '%s'".formatted(found.size(), word));
        }
        return with(run, found.get(0))
                .replace(
                        "\"results\"", '"' + run.resolveSibling(".").normalize().toString() + '"');
    }

    /**
     * Take the pieces of code that a page shows, in its order.
     *
     * @param language as the page names it
     * @param run the run to read
     */
    static List<String> shown(Path page, String language, Path run) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page))
                .results()
                .map(block -> with(run, block.group(1)))
                .toList();
    }

    /** Take the commands, a line each. */
    List<String> commands(Path run) {
        return blocks(false).stream()
                .flatMap(String::lines)
                .map(line -> with(run, line))
                .toList();
    }

    private List<String> blocks(boolean python) {
        return BLOCK.matcher(section)
                .results()
                .filter(block -> (block.group(1) != null) == python)
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    private static String with(Path run, String block) {
        return RUN.matcher(block).replaceAll(run.toString());
    }
}
