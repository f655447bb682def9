package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A Python literal")
class PythonLiteralTest {

    @Test
    @DisplayName("of a dict keeps its order, and has Python's booleans, numbers and lists")
    void ofADict() {
        var map = new LinkedHashMap<String, Object>();
        map.put("thread.id", 119L);
        map.put("cached", true);
        map.put("fresh", false);
        map.put("share", 0.5);
        map.put("names", List.of("a", "b"));
        map.put("none", List.of());
        map.put("http.method", "POST");

        assertThat(PythonLiteral.dict(map))
                .isEqualTo(
                        "{'thread.id': 119, 'cached': True, 'fresh': False, 'share': 0.5, 'names': ['a', 'b'], 'none': [], 'http.method': 'POST'}");
        assertThat(PythonLiteral.dict(Map.of())).isEqualTo("{}");
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("of a text is quoted as Python's repr quotes it")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain        | 'plain'
            it's         | "it's"
            say "a"      | 'say "a"'
            it's "a"     | 'it\\'s "a"'
            C:\\dir      | 'C:\\\\dir'
            größe €      | 'größe €'
            """)
    void ofAText(String text, String literal) {
        assertThat(PythonLiteral.dict(Map.of("k", text))).isEqualTo("{'k': " + literal + "}");
    }

    @Test
    @DisplayName("of a text has its control characters escaped, so that it stays on one line")
    void ofControlCharacters() {
        assertThat(PythonLiteral.dict(Map.of("k", "a\nb\rc\td\0e\u007f")))
                .isEqualTo("{'k': 'a\\nb\\rc\\td\\x00e\\x7f'}");
    }
}
