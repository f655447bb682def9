package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.restassured.http.Headers;
import java.util.List;
import java.util.Optional;

/** What a service answered; its checks return it, so that a test reads as one sentence. */
record Answer(HttpCall call, int status, Headers headers, String text) {
    private static final List<String> ERROR_MEMBERS =
            List.of("statusCode", "code", "message", "description", "severity");

    Answer hasStatus(int expected) {
        assertThat(status).as("status of %s", this).isEqualTo(expected);
        return this;
    }

    /** Check that the answer is 200 and JSON, and return that. */
    JsonNode isJson() {
        return hasStatus(200).json();
    }

    Answer isEmpty() {
        assertThat(text).as("body of %s", this).isEmpty();
        return this;
    }

    /** Check the error body: five members, in this order. */
    Answer isError(int expectedStatus, String code) {
        JsonNode error = hasStatus(expectedStatus).json();
        hasHeader("Content-Type", "application/json");
        hasMembers(error, ERROR_MEMBERS);
        assertThat(error.path("statusCode").isInt())
                .as("statusCode of %s", this)
                .isTrue();
        assertThat(error.path("statusCode").intValue())
                .as("statusCode of %s", this)
                .isEqualTo(expectedStatus);
        assertThat(error.path("code").textValue()).as("code of %s", this).isEqualTo(code);
        assertThat(error.path("message").textValue())
                .as("message of %s", this)
                .isEqualTo(ErrorNames.CONTRACT
                        .of(code)
                        .orElse(error.path("message").textValue()))
                .matches("[A-Z][A-Z0-9_]*");
        assertThat(error.path("description").isTextual())
                .as("description of %s", this)
                .isTrue();
        assertThat(error.path("severity").textValue())
                .as("severity of %s", this)
                .isEqualTo("ERROR");
        return this;
    }

    Answer isDescribedAs(String pattern) {
        assertThat(json().path("description").textValue())
                .as("description of %s", this)
                .matches(Wildcard.of(pattern));
        return this;
    }

    Answer hasHeader(String name, String pattern) {
        assertThat(header(name)).as("header %s of %s", name, this).isPresent();
        assertThat(header(name).orElseThrow()).as("header %s of %s", name, this).matches(Wildcard.of(pattern));
        return this;
    }

    Answer hasNoHeader(String name) {
        assertThat(header(name)).as("header %s of %s", name, this).isEmpty();
        return this;
    }

    Answer hasText(String pattern) {
        assertThat(text).as("body of %s", this).matches(Wildcard.of(pattern));
        return this;
    }

    /** Check that the body is an object with exactly these members, in this order. */
    Answer hasMembers(String... names) {
        return hasMembers(json(), List.of(names));
    }

    /** Check that the body is an object with exactly these members. */
    Answer hasMembersInAnyOrder(String... names) {
        assertThat(json().fieldNames()).toIterable().as("members of %s", this).containsExactlyInAnyOrder(names);
        return this;
    }

    /** Check that an object in the body has exactly these members, in this order. */
    Answer hasMembers(JsonNode object, List<String> names) {
        assertThat(object.isObject()).as("an object: %s", this).isTrue();
        assertThat(object.fieldNames()).toIterable().as("members of %s", this).containsExactlyElementsOf(names);
        return this;
    }

    JsonNode json() {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the body is not JSON: " + this, e);
        }
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getValue(name));
    }

    @Override
    public String toString() {
        return "%s → %s %s".formatted(call, status, text);
    }
}
