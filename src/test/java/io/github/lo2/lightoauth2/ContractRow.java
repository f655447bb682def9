package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;

/**
 * A row of a table of the contract: one request and what is expected of its answer.
 *
 * <p>Placeholders ({@link Placeholders}) may stand in the path and behind it, but not in the status and the code.
 *
 * @param name what the row shows
 * @param given placeholders whose objects must exist although the request does not name them, e.g. {@code refreshToken}
 * @param service which of the seven services gets the request
 * @param path with its query, percent-encoded
 * @param auth the Authorization header; {@code basic id:secret} is encoded, {@code (empty)} sends an empty header,
 *     nothing sends none
 * @param type {@code json}, {@code form}, {@code multipart}, or a content type as it is; nothing sends no body
 * @param body JSON as it is; a form as {@code name=value&name=value} in clear text; or an object, {@code valid client}
 *     (not registered) or {@code registered user}, with changes behind semicolons: {@code ; name=value} sets a member
 *     {@code ; -name} leaves it out
 * @param status the expected status
 * @param code the expected error code; with it the whole error body is checked
 * @param description the expected description; {@code ...} stands for any text here and in the next two columns
 * @param answer the expected body: {@code empty}, {@code text: …}, {@code json: …} (as it is), {@code members: a b}
 *     (an object with exactly these, in this order), {@code items: a b} (an array of such objects)
 * @param headers the expected headers, {@code Name: value | Name: value}; {@code Name: -} must be absent
 */
record ContractRow(
        String name,
        String given,
        String service,
        String method,
        String path,
        String auth,
        String type,
        String body,
        int status,
        String code,
        String description,
        String answer,
        String headers) {

    /** Send the request and check the answer. */
    void check(LightOauth2 system) {
        try {
            checkAnswer(system);
        } catch (AssertionError e) {
            // Surefire's summary names a row by its index only.
            throw new AssertionError("'%s': %s".formatted(name, e.getMessage()), e);
        }
    }

    private void checkAnswer(LightOauth2 system) {
        Fixture fixture = new Fixture(system);
        Placeholders placeholders = new Placeholders(fixture);
        placeholders.prepare(given);
        Answer got = system.send(call(fixture, placeholders)).hasStatus(status).hasHeader("Server", "L");
        if (!code.isEmpty()) {
            got.isError(status, code);
        }
        if (!description.isEmpty()) {
            got.isDescribedAs(placeholders.fill(description));
        }
        checkBody(got, placeholders.fill(answer));
        for (String header : headers.isEmpty() ? List.<String>of() : List.of(headers.split(" \\| ", -1))) {
            checkHeader(got, placeholders.fill(header));
        }
    }

    /** Make the request; the objects that it names are made at once. */
    HttpCall call(Fixture fixture, Placeholders placeholders) {
        HttpCall call = HttpCall.of(Oauth2Service.named(service), method, placeholders.fill(path));
        HttpCall authorized = authorization(placeholders.fill(auth))
                .map(header -> call.withHeader("Authorization", header))
                .orElse(call);
        return new RowBody(fixture, placeholders).addTo(authorized, type, body);
    }

    private static Optional<String> authorization(String cell) {
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        if (cell.startsWith("basic ")) {
            return Optional.of(HttpCall.basic(cell.substring("basic ".length())));
        }
        return Optional.of(cell.equals("(empty)") ? "" : cell);
    }

    private static void checkBody(Answer got, String expected) {
        int colon = expected.indexOf(':');
        String kind = colon < 0 ? expected : expected.substring(0, colon);
        String rest = expected.substring(colon + 1).strip();
        switch (kind) {
            case "" -> {}
            case "empty" -> got.isEmpty();
            case "text" -> got.hasText(rest);
            case "json" ->
                assertThat(got.json().toString()).as("body of %s", got).isEqualTo(json(rest));
            case "members" -> got.hasMembers(rest.split(" ", -1));
            case "items" -> {
                assertThat(got.json().isArray()).as("an array: %s", got).isTrue();
                for (JsonNode item : got.json()) {
                    got.hasMembers(item, List.of(rest.split(" ", -1)));
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "answer is '%s'; expected empty, text:, json:, members: or items:".formatted(expected));
        }
    }

    private static String json(String text) {
        try {
            return Json.MAPPER.readTree(text).toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON in the table: " + text, e);
        }
    }

    private static void checkHeader(Answer got, String expected) {
        int colon = expected.indexOf(':');
        String header = expected.substring(0, colon);
        String value = expected.substring(colon + 1).strip();
        if (value.equals("-")) {
            got.hasNoHeader(header);
        } else {
            got.hasHeader(header, value);
        }
    }

    /** Make a row of the columns up to the code, for tables that go on with something else than the answer. */
    static ContractRow request(ArgumentsAccessor cells) {
        return row(cells, "", "", "");
    }

    private static ContractRow row(ArgumentsAccessor cells, String description, String answer, String headers) {
        return new ContractRow(
                cell(cells, 0),
                cell(cells, 1),
                cell(cells, 2),
                cell(cells, 3),
                cell(cells, 4),
                cell(cells, 5),
                cell(cells, 6),
                cell(cells, 7),
                Integer.parseInt(cell(cells, 8)),
                cell(cells, 9),
                description,
                answer,
                headers);
    }

    private static String cell(ArgumentsAccessor cells, int index) {
        return index < cells.size()
                ? Optional.ofNullable(cells.getString(index)).orElse("")
                : "";
    }

    /** Makes a row of the columns of a table; a last column of notes is for people. */
    static final class Aggregator implements ArgumentsAggregator {
        @Override
        public ContractRow aggregateArguments(ArgumentsAccessor cells, ParameterContext context) {
            return row(cells, cell(cells, 10), cell(cells, 11), cell(cells, 12));
        }
    }
}
