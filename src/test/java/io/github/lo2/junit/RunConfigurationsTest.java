package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.plan.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("The IDE's run configurations")
class RunConfigurationsTest {
    private static final Path FOLDER = Path.of(".run");
    private static final Pattern GIVEN = Pattern.compile("-D(lo2\\.[a-z.]+)=(\\S+)");

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    @DisplayName("name classes that are there, and parameters with values that are allowed")
    void nameWhatIsThere(Path file) throws Exception {
        Document configuration =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());

        assertThat(Class.forName(option(configuration, "MAIN_CLASS_NAME"))).isNotNull();
        Map<String, String> given = new TreeMap<>();
        Matcher parameters = GIVEN.matcher(option(configuration, "VM_PARAMETERS"));
        while (parameters.find()) {
            given.put(parameters.group(1), parameters.group(2));
        }
        assertThat(Parameters.from(given)).isNotNull();
        assertThat(option(configuration, "VM_PARAMETERS").contains("-Dlo2.")).isEqualTo(!given.isEmpty());
    }

    @Test
    @DisplayName("set what Maven sets: the same heap and the same environment")
    void setWhatMavenSets() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String failsafe = pom.substring(pom.indexOf("<artifactId>maven-failsafe-plugin"));
        String text = Files.readString(FOLDER.resolve("one scenario.run.xml"));

        assertThat(text).contains(between(failsafe, "<argLine>", "</argLine>"));
        Matcher variables = Pattern.compile("<([A-Z_]{5,})>([^<]+)</\\1>")
                .matcher(between(failsafe, "<environmentVariables>", "</environmentVariables>"));
        while (variables.find()) {
            assertThat(text)
                    .contains("<env name=\"%s\" value=\"%s\" />".formatted(variables.group(1), variables.group(2)));
        }
    }

    static Stream<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    private static String option(Document configuration, String name) {
        NodeList options = configuration.getElementsByTagName("option");
        for (int i = 0; i < options.getLength(); i++) {
            if (options.item(i) instanceof Element option
                    && option.getAttribute("name").equals(name)) {
                return option.getAttribute("value");
            }
        }
        return "";
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }
}
