package io.github.lo2.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands of the pages, and who runs each. What a page shows in a block that names no language is for a shell, a command a
 * line; so is what stands in a sentence or a table and begins as a command does.
 */
public final class DocumentedCommands {
    static final Pattern FENCE = Pattern.compile("^```(\\w*)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern SPAN = Pattern.compile(
            "`((?:lo2|target/lo2/[^\\s`]+|mvn|tar|hf|docker|kubectl|kubernetes-validate|snakemake|sha256sum|apt|usermod"
                    + "|[A-Z_]+=[^\\s`]+ [a-z.]\\S*)\\s[^`|]+|compose/setup\\.sh(?: stop)?)`");
    private static final Pattern CAMPAIGN = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    /** Where the packaged suite keeps what is made once, for all tests that run its commands. */
    public static final Path STATE = Path.of("target", "state");
    /** A run that a page has as its example. */
    public static final Pattern RUN = Pattern.compile("LO2_run_(?:…|\\d+)");

    /** Who runs them; of several that a command matches the first. */
    static final List<Runner> RUNNERS = List.of(
            // A recorded run is enough.
            test("DocumentedCommandsIT", "(target/lo2/bin/)?lo2 (validate|report|export|plan|collect) .*"),
            test("DocumentedCommandsIT", "lo2 --help|source <\\(lo2 generate-completion\\)|lo2 generate-completion"),
            test("DocumentedCommandsIT", "sha256sum .*|tar .*|PATH=.*|chromium .*"),
            test("RunPublishingIT", "hf upload .*"),
            test("CampaignDocumentIT", "kubernetes-validate .*"),
            // A stack has to be up.
            test("KeptStackIT", "(target/lo2/bin/)?lo2 stack .*|lo2 prepare|lo2 record --quick|PYTHONPATH=locust .*"),
            test("KeptStackIT", "lo2 record --campaign \\S+ --task .*"),
            test("ComposeByHandIT", "docker compose .*|lo2 metrics --to .*"),
            // The name of a command, where its uses stand elsewhere.
            test("DocumentedCommandsTest", "lo2 [a-z]+|lo2 record --(campaign|task N)"),
            // Maven.
            script(".ci/run", "mvn test|mvn verify -Pquick.*|compose/setup\\.sh( stop)?"),
            script(".ci/long", "mvn test -Dtest='\\*ContractTest' .*"),
            script(".ci/commands", "mvn package.*|mvn spotless:apply|mvn test-compile exec:java@columns"),
            script(".ci/commands", "mvn verify( '?-Dlo2\\.(duration|resume|replay|scenarios|system)=.*)?"),
            script(".ci/long", "mvn test -P(drill|robustness)"),
            script(".ci/long", "mvn process-test-classes exec:java@(benchmark|observing)"),
            // What no run comes of by itself.
            script(".ci/commands", "unshare .*|snakemake .*|GOBIN=.*|apt .*|usermod .*"),
            // The image of the packaged suite, and a cluster that it runs on.
            script(".ci/image", "target/lo2/compose/images/suite/build\\.sh|docker (run|stop) .*|install .*"),
            script(".ci/kubernetes", "kubectl .*"));

    private DocumentedCommands() {}

    /** A command, and the page that shows it. */
    public record Documented(Path page, String command) {
        @Override
        public String toString() {
            return "%s: %s".formatted(page, command);
        }
    }

    /** Who runs commands: a test that takes them from their page, or a script that has them word for word. */
    sealed interface Runner {
        Pattern commands();

        default boolean runs(String command) {
            return commands().matcher(command).matches();
        }
    }

    record Test(String name, Pattern commands) implements Runner {}

    record Script(Path file, Pattern commands) implements Runner {}

    /** List the pages. */
    static List<Path> pages() {
        var pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    /** List the commands of all pages; not where a page leaves out a part of one. */
    static List<Documented> all() {
        return pages().stream()
                .flatMap(page -> commands(read(page)).map(command -> new Documented(page, command)))
                .filter(found -> !RUN.matcher(found.command()).replaceAll("").contains("…"))
                .distinct()
                .toList();
    }

    /**
     * List the commands that a test is to run, each once.
     *
     * @param test its name
     */
    public static List<String> of(String test) {
        return all().stream()
                .map(Documented::command)
                .filter(command -> runner(command).equals(test))
                .distinct()
                .toList();
    }

    /**
     * Give the one command that begins so.
     *
     * @throws IllegalStateException when the pages have none or several
     */
    public static String beginning(String words) {
        List<String> found = all().stream()
                .map(Documented::command)
                .filter(command -> command.startsWith(words))
                .distinct()
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "the pages have %s; expected one command that begins with '%s'".formatted(found, words));
        }
        return found.get(0);
    }

    /** Give the campaign that docs/campaigns.md has as its example. */
    public static String campaign() {
        Matcher campaign = CAMPAIGN.matcher(read(Path.of("docs", "campaigns.md")));
        if (!campaign.find()) {
            throw new IllegalStateException("docs/campaigns.md has no block of YAML; expected a campaign");
        }
        return campaign.group(1);
    }

    private static String runner(String command) {
        return RUNNERS.stream()
                .filter(runner -> runner.runs(command))
                .findFirst()
                .filter(Test.class::isInstance)
                .map(Test.class::cast)
                .map(Test::name)
                .orElse("");
    }

    private static Stream<String> commands(String page) {
        Stream<String> blocks = FENCE.matcher(page)
                .results()
                .filter(block -> block.group(1).isEmpty())
                .flatMap(block -> block.group(2).replace("\\\n", "").lines())
                .map(line -> line.replaceFirst("\\s+# .*", ""));
        Stream<String> spans =
                SPAN.matcher(FENCE.matcher(page).replaceAll("")).results().map(span -> span.group(1));
        return Stream.concat(blocks, spans)
                .map(command -> command.replaceAll("\\s+", " ").strip())
                .filter(Predicate.not(String::isEmpty));
    }

    static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Runner test(String name, String commands) {
        return new Test(name, Pattern.compile(commands));
    }

    private static Runner script(String file, String commands) {
        return new Script(Path.of(file), Pattern.compile(commands));
    }
}
