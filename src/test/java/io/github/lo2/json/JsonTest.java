package io.github.lo2.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("JSON")
class JsonTest {
    private record Answer(String error, Map<String, String> more) {}

    @ParameterizedTest
    @DisplayName("with half a surrogate pair is read as text that can be written again")
    @CsvSource({
        "a\\ud83d, a\uFFFD",
        "\\ude00a, \uFFFDa",
        "\\ude00\\ud83d, \uFFFD\uFFFD",
        "\\ud83d\\ude00, \uD83D\uDE00",
        "größer, größer"
    })
    void isWellFormed(String escaped, String expected) throws Exception {
        String json = "{\"error\": \"%1$s\", \"more\": {\"b\": \"%1$s\"}}".formatted(escaped);

        Answer answer = Json.MAPPER.readValue(json, Answer.class);

        assertThat(answer).isEqualTo(new Answer(expected, Map.of("b", expected)));
        byte[] written = Json.MAPPER.writeValueAsBytes(answer);
        assertThat(Json.MAPPER.readValue(written, Answer.class)).isEqualTo(answer);
    }
}
