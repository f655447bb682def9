package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.Request;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import io.github.lo2.table.Column;
import io.github.lo2.table.ScenarioRow;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableMerge;
import io.github.lo2.table.TableParts;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("docs/dataset.md")
class DatasetDocumentTest {
    private static final Path DOCUMENT = Path.of("docs", "dataset.md");
    private static final String CONTAINER = "light-oauth2-oauth2-client-1";
    private static final String SERVICE = "oauth2-client-service";
    private static final String RUN = "LO2_run_1795519300";
    private static final String TAG = "correct";
    private static final long START = 1_795_519_309_315_513_840L;
    /** What has a section of its own and is only named where it is a member. */
    private static final Set<Class<?>> SECTIONS = Set.of(PlanFile.class, ScenarioFacts.class, Verdict.class);

    @TempDir
    Path folder;

    /** A member of a JSON file, with the path to it and its type as the document names it. */
    private record Member(String path, String type) {}

    @ParameterizedTest(name = "has the columns of {0} as the code declares them")
    @EnumSource
    void hasTheColumns(Table table) throws IOException {
        assertThat(ColumnTables.documented(table))
                .as("write them anew by mvn test-compile exec:java@columns")
                .isEqualTo(ColumnTables.declared(table));
    }

    @ParameterizedTest(name = "says of {0} what is in its files: its parts and the merged one")
    @EnumSource
    void hasTheTypesOfTheFiles(Table table) throws IOException {
        writeParts();
        Path merged = folder.resolve(table.fileName());
        if (table == Table.SCENARIOS) {
            TableMerge.writeScenarios(RUN, List.of(scenarioRow()), merged);
        } else {
            TableMerge.write(table, parts(table), merged);
            requireDeclared(table, parts(table));
        }

        requireDeclared(table, List.of(merged));
    }

    @Test
    @DisplayName("says truly that a line of requests.jsonl has the columns of the table as members")
    void saysWhatALineOfTheGroundTruthHas() throws IOException {
        List<String> members = Table.REQUESTS.columns().stream()
                .filter(Column::isRead)
                .map(Column::name)
                .toList();

        assertThat(membersWrittenByLocust()).as("what Locust writes").isEqualTo(members);
        assertThat(Json.MAPPER.convertValue(request(), new TypeReference<LinkedHashMap<String, Object>>() {}))
                .as("what the suite reads")
                .containsOnlyKeys(members);
    }

    @ParameterizedTest(name = "has the members of {0}, with their types")
    @MethodSource("jsonFiles")
    void hasTheMembers(String section, Class<?> form) throws IOException {
        List<Member> documented = rows(section, "Member", "Type").stream()
                .map(cells -> new Member(cells.get(0), cells.get(1)))
                .toList();

        assertThat(documented).isEqualTo(members(form));
    }

    static Stream<Arguments> jsonFiles() {
        return Stream.of(
                Arguments.of("plan.json", PlanFile.class),
                Arguments.of("scenario.json", ScenarioFacts.class),
                Arguments.of("verdict", Verdict.class),
                Arguments.of("manifest.json", Manifest.class));
    }

    @Test
    @DisplayName("has a line for each kind of verdict")
    void hasTheVerdicts() throws IOException {
        assertThat(rows("Verdicts", "Kind", "Passes when"))
                .extracting(cells -> cells.get(0))
                .containsExactly(
                        Arrays.stream(VerdictKind.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    @DisplayName("has a line for each kind of row of a verdict")
    void hasTheRowsOfVerdicts() throws IOException {
        JsonSubTypes kinds = Evidence.class.getAnnotation(JsonSubTypes.class);

        assertThat(rows("Rows of a verdict", "row", "What it is"))
                .extracting(cells -> cells.get(0))
                .containsExactlyElementsOf(
                        Stream.of(kinds.value()).map(JsonSubTypes.Type::name).toList());
    }

    /** Read the members of the dictionary that becomes a line. */
    private static List<String> membersWrittenByLocust() throws IOException {
        String source = Files.readString(Path.of("locust", "lo2", "ground_truth.py"));
        String line = source.substring(source.indexOf("line = {"));
        return Pattern.compile("^ +\"(\\w+)\": ", Pattern.MULTILINE)
                .matcher(line.substring(0, line.indexOf("}\n")))
                .results()
                .map(member -> member.group(1))
                .toList();
    }

    /** Require the declared columns and types, no null where the declaration says "never", and the run in each row. */
    private void requireDeclared(Table table, List<Path> files) {
        try (TableViews views = TableViews.open(folder, Map.of(table, files))) {
            assertThat(views.shape(table)).as("columns of %s", files).isEqualTo(table.shape());
            for (Column<?> column : table.columns()) {
                if (column.words().nullWhen().equals("never")) {
                    long without = views.askOne(
                            "SELECT count(*) FROM %s WHERE \"%s\" IS NULL".formatted(table.tableName(), column.name()),
                            row -> row.getLong(1));
                    assertThat(without)
                            .as("rows of %s without %s", table.tableName(), column.name())
                            .isZero();
                }
            }
            assertThat(views.ask("SELECT DISTINCT run FROM " + table.tableName(), row -> row.getString(1)))
                    .containsExactly(RUN);
            assertThat(views.ask(
                            "SELECT total_compressed_size FROM parquet_metadata('%s') WHERE path_in_schema = 'run'"
                                    .formatted(files.get(0)),
                            row -> row.getLong(1)))
                    .as("bytes of the column run")
                    .allMatch(bytes -> bytes < 200);
        }
    }

    /** Read two cells of each row of the first table below a heading. */
    private static List<List<String>> rows(String section, String first, String second) throws IOException {
        var rows = new ArrayList<List<String>>();
        boolean inSection = false;
        int columns = -1;
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("#")) {
                inSection = line.replaceAll("^#+ |`", "").equals(section);
            } else if (inSection && line.startsWith("|")) {
                List<String> cells = Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList();
                if (columns < 0) {
                    assertThat(cells).as("head of the table of %s", section).startsWith(first, second);
                }
                columns = cells.size();
                rows.add(cells);
            } else if (inSection && columns > 0) {
                break;
            }
        }
        assertThat(rows).as("the table of '%s' in %s", section, DOCUMENT).hasSizeGreaterThan(2);
        return rows.subList(2, rows.size());
    }

    /** List the members that Jackson writes of a record, those of records within it with the path to them. */
    private static List<Member> members(Class<?> form) {
        return Json.MAPPER
                .getSerializationConfig()
                .introspect(Json.MAPPER.constructType(form))
                .findProperties()
                .stream()
                .flatMap(property -> members(property.getName(), component(form, property)))
                .toList();
    }

    private static Stream<Member> members(String name, RecordComponent component) {
        Class<?> type = component.getType();
        Class<?> element = elementType(component.getGenericType());
        if (type.isRecord() && !SECTIONS.contains(type)) {
            return members(type).stream().map(member -> new Member(name + "." + member.path(), member.type()));
        }
        if (type == List.class && element.isRecord() && !SECTIONS.contains(element)) {
            return members(element).stream().map(member -> new Member(name + "[]." + member.path(), member.type()));
        }
        String word = word(type);
        String of = type == List.class || Map.class.isAssignableFrom(type) ? " of " + word(element) : "";
        String orNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? " or null" : "";
        return Stream.of(new Member(name, word + of + orNull));
    }

    private static RecordComponent component(Class<?> form, BeanPropertyDefinition property) {
        return Arrays.stream(form.getRecordComponents())
                .filter(component -> component.getName().equals(property.getInternalName()))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("%s of %s is no component".formatted(property.getName(), form.getName())));
    }

    /** Find the type of a list's elements, or of a map's values. */
    private static Class<?> elementType(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return (Class<?>) arguments[arguments.length - 1];
        }
        return Object.class;
    }

    private static String word(Class<?> type) {
        if (type == String.class || type == UUID.class || type.isEnum()) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == int.class || type == long.class || type == Long.class) {
            return "integer";
        }
        if (type == double.class || type == Double.class) {
            return "number";
        }
        if (type == List.class) {
            return "array";
        }
        return "object";
    }

    private void writeParts() throws IOException {
        Path groundTruth = folder.resolve("requests.jsonl");
        Files.writeString(
                groundTruth,
                Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(request()));
        var samples = new SeriesSamples(new Series("up", new TreeMap<>(Map.of("job", SERVICE))));
        samples.add(START - 1, 1);
        samples.add(START, 1);
        try (TableParts written =
                TableParts.begin(folder.resolve("parts"), RUN, TAG, LogId.REQUEST, Map.of(CONTAINER, SERVICE))) {
            written.log(new LogRecord(CONTAINER, 1, START, "", "text", null, null, null, null, "id", null, null));
            written.span(new Span(
                    SERVICE, "0a", "0b", "", "GET", "server", START, START + 5, "UNSET", "scope", "1", Map.of()));
            written.samples(samples, START);
            written.requests(groundTruth);
            written.finish();
        }
    }

    private static Request request() {
        return new Request(
                START, START - 1, 5, TAG, "fault", "id", "0a", "0c", "User-1", "task", TAG, false, false, false,
                SERVICE, "GET", "/", 200, null, 200, null, 0, null);
    }

    private static ScenarioRow scenarioRow() {
        return new ScenarioRow(
                TAG, 1, TAG, 42, 5, 5, START + 2, START + 4, 0.5, 1, 0, START, START + 5, 1, 0, 0, 0, 1, 1, 1, true,
                null);
    }

    private List<Path> parts(Table table) throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(folder.resolve("parts"), table.tableName() + "-*.parquet")) {
            found.forEach(files::add);
        }
        assertThat(files).as("parts of %s", table.tableName()).isNotEmpty();
        return files;
    }
}
