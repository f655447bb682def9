package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.Request;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Span;
import io.github.lo2.table.Column;
import io.github.lo2.table.ScenarioRow;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableMerge;
import io.github.lo2.table.TableParts;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    private static final String TAG = "correct";
    private static final long START = 1_795_519_309_315_513_840L;
    /** What has a section of its own and is only named where it is a member. */
    private static final Set<Class<?>> SECTIONS = Set.of(PlanFile.class, ScenarioFacts.class, Verdict.class);

    @TempDir
    Path folder;

    /** A member of a JSON file, with the path to it and its type as the document names it. */
    private record Member(String path, String type) {}

    @ParameterizedTest(name = "has the columns of {0}, in their order, with their types")
    @EnumSource
    void hasTheColumns(Table table) throws IOException {
        assertThat(documentedColumns(table)).isEqualTo(table.columns());
    }

    @ParameterizedTest(name = "has the types of the files of {0}: its parts and the merged one")
    @EnumSource
    void hasTheTypesOfTheFiles(Table table) throws IOException {
        writeParts();
        Path merged = folder.resolve(table.fileName());
        if (table == Table.SCENARIOS) {
            TableMerge.writeScenarios(List.of(scenarioRow()), merged);
        } else {
            TableMerge.write(table, parts(table), parts(Table.REQUESTS), merged);
            assertThat(columns(table, parts(table))).as("a part").isEqualTo(documentedColumns(table));
        }

        assertThat(columns(table, List.of(merged))).as("the merged file").isEqualTo(documentedColumns(table));
    }

    @Test
    @DisplayName("says truly that a line of requests.jsonl has the columns of the table as members")
    void saysWhatALineOfTheGroundTruthHas() {
        assertThat(Request.class.getAnnotation(JsonPropertyOrder.class).value())
                .containsExactlyElementsOf(
                        Table.REQUESTS.columns().stream().map(Column::name).toList());
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

    private static List<Column> documentedColumns(Table table) throws IOException {
        return rows(table.tableName(), "Column", "Type").stream()
                .map(cells -> new Column(cells.get(0), cells.get(1)))
                .toList();
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
        if (type == String.class || type.isEnum()) {
            return "string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        if (type == int.class || type == long.class || type == Long.class) {
            return "integer";
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
        samples.add(START, 1);
        try (TableParts written = TableParts.begin(folder.resolve("parts"), TAG, Map.of(CONTAINER, SERVICE))) {
            written.log(new LogRecord(CONTAINER, 1, START, "", "text", null, null, null, null, "id", null, null));
            written.span(new Span(
                    SERVICE, "0a", "0b", "", "GET", "server", START, START + 5, "UNSET", "scope", "1", Map.of()));
            written.samples(samples);
            written.requests(groundTruth);
            written.finish();
        }
    }

    private static Request request() {
        return new Request(
                START, 5, TAG, "id", "0a", "0c", "User-1", "task", TAG, false, SERVICE, "GET", "/", 200, null, 200,
                null, 0, null);
    }

    private static ScenarioRow scenarioRow() {
        return new ScenarioRow(TAG, 1, TAG, 42, 5, 5, 1, 0, START, START + 5, 1, 0, 0, 0, 1, 1, 1, true, null);
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

    private List<Column> columns(Table table, List<Path> files) {
        try (TableViews views = TableViews.open(folder, Map.of(table, files))) {
            return views.ask(
                    "SELECT column_name, column_type FROM (DESCRIBE %s)".formatted(table.tableName()),
                    row -> new Column(row.getString(1), row.getString(2)));
        }
    }
}
