package io.github.lo2.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads what a system declares of faults: {@code faults.yaml} in its folder. All of it is checked before anything is started.
 *
 * <pre>
 * faults:
 *   - tag: user_exception           lower case letters, digits and _
 *     kind: JVMException            see {@link FaultKind}
 *     level: code                   code, service, database, network or resource
 *     target: shop-user             a service of the stack, or its database
 *     dose: 0.5                     share of the eligible requests that is hit, 0.001 to 1; 1 when not said
 *     requests:                     which of the target's requests are eligible; all when not said
 *       - GET /user/{userId}
 *     at: org.shop.User#find        these depend on the kind
 *     exception: java.lang.IllegalStateException
 *     message: connection is closed
 * </pre>
 */
public final class FaultFile {
    private static final String TAG = "tag";
    private static final String KIND = "kind";
    private static final String LEVEL = "level";
    private static final String TARGET = "target";
    private static final String DOSE = "dose";
    private static final String REQUESTS = "requests";
    private static final Pattern TAG_FORM = Pattern.compile("[a-z][a-z0-9_]{0,79}");
    private static final Pattern DOSE_FORM = Pattern.compile("1(\\.0+)?|0\\.\\d{1,6}");
    private static final double LEAST_DOSE = 0.001;
    private static final Pattern REQUEST_FORM = Pattern.compile("[A-Z]+ /\\S*");

    private final Path file;

    private FaultFile(Path file) {
        this.file = file;
    }

    /**
     * Read the declarations; none when there is no such file.
     *
     * @throws FaultException when it cannot be read, or a declaration is not as expected
     */
    public static List<FaultDeclaration> read(Path file) {
        if (Files.notExists(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file);
            return new FaultFile(file).declarations(Yaml.MAPPER.readTree(text), lines(text));
        } catch (JsonProcessingException e) {
            throw new FaultException(
                    "%s is no YAML: %s"
                            .formatted(file, e.getOriginalMessage().strip().replaceAll("\\s*\n\\s*", " ")),
                    e);
        } catch (IOException e) {
            throw new FaultException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    private List<FaultDeclaration> declarations(JsonNode root, List<Integer> lines) {
        JsonNode list = root.path("faults");
        if (!list.isArray() || root.size() != 1) {
            throw new FaultException("%s: expected one member, 'faults', with a list".formatted(file));
        }
        var declarations = new ArrayList<FaultDeclaration>();
        var tags = new LinkedHashSet<String>();
        for (JsonNode each : list) {
            FaultDeclaration declaration =
                    declaration(each, declarations.size() < lines.size() ? lines.get(declarations.size()) : 1);
            if (!tags.add(declaration.tag())) {
                throw wrong(declaration.tag(), TAG, declaration.tag(), "a tag that no other fault has");
            }
            declarations.add(declaration);
        }
        if (declarations.size() > SwitchLayout.SLOTS) {
            throw new FaultException("%s declares %s faults; expected at most %s"
                    .formatted(file, declarations.size(), SwitchLayout.SLOTS));
        }
        return declarations;
    }

    private FaultDeclaration declaration(JsonNode read, int line) {
        String tag = text(read, "line " + line, TAG, "lower case letters, digits and _, such as user_exception");
        if (!TAG_FORM.matcher(tag).matches()) {
            throw wrong(tag, TAG, tag, "lower case letters, digits and _, such as user_exception");
        }
        FaultKind kind = word(read, tag, KIND, FaultKind::of, FaultKind.words());
        FaultLevel level = word(read, tag, LEVEL, FaultLevel::of, FaultLevel.words());
        String target = text(read, tag, TARGET, "the name of a service or of the database");
        boolean hitting = kind.means() == FaultKind.Means.RULE;
        requireKnown(read, tag, kind, hitting);
        return new FaultDeclaration(
                tag, kind, level, target, dose(read, tag), requests(read, tag), parameters(read, tag, kind), line);
    }

    private void requireKnown(JsonNode read, String tag, FaultKind kind, boolean hitting) {
        Set<String> known = new LinkedHashSet<>(List.of(TAG, KIND, LEVEL, TARGET));
        if (hitting) {
            known.addAll(List.of(DOSE, REQUESTS));
        }
        kind.members().forEach(member -> known.add(member.word()));
        read.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new FaultException("%s: fault '%s' has a member '%s'; expected of %s: %s"
                        .formatted(file, tag, name, kind.word(), String.join(", ", known)));
            }
        });
    }

    private double dose(JsonNode read, String tag) {
        String value = read.path(DOSE).asText("1");
        if (!DOSE_FORM.matcher(value).matches() || Double.parseDouble(value) < LEAST_DOSE) {
            throw wrong(tag, DOSE, value, "a number from 0.001 to 1");
        }
        return Double.parseDouble(value);
    }

    private List<String> requests(JsonNode read, String tag) {
        var requests = new ArrayList<String>();
        for (JsonNode request : read.path(REQUESTS)) {
            if (!REQUEST_FORM.matcher(request.asText()).matches()) {
                throw wrong(tag, REQUESTS, request.asText(), "a method and a route, such as GET /user/{userId}");
            }
            requests.add(request.asText());
        }
        return requests;
    }

    private Map<FaultMember, String> parameters(JsonNode read, String tag, FaultKind kind) {
        var parameters = new EnumMap<FaultMember, String>(FaultMember.class);
        for (FaultMember member : kind.members()) {
            String value = text(read, tag, member.word(), member.expected());
            if (!member.allows(value)) {
                throw wrong(tag, member.word(), value, member.expected());
            }
            parameters.put(member, value);
        }
        return parameters;
    }

    private <T> T word(JsonNode read, String tag, String name, Function<String, Optional<T>> of, String words) {
        String word = text(read, tag, name, "one of " + words);
        return of.apply(word).orElseThrow(() -> wrong(tag, name, word, "one of " + words));
    }

    private String text(JsonNode read, String tag, String name, String expected) {
        JsonNode value = read.path(name);
        if (!value.isValueNode() || value.asText().isBlank()) {
            throw wrong(tag, name, value.isMissingNode() ? "missing" : value.toString(), expected);
        }
        return value.asText();
    }

    private FaultException wrong(String tag, String name, String value, String expected) {
        return new FaultException("%s: fault '%s': %s is '%s'; expected %s; nothing was started"
                .formatted(file, tag, name, value, expected));
    }

    /** Find where each declaration begins, for people who want to see it. */
    private static List<Integer> lines(String text) {
        List<String> lines = text.lines().toList();
        return IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).matches("\\s*- .*"))
                .filter(line -> lines.get(line).contains(":"))
                .mapToObj(line -> line + 1)
                .collect(Collectors.toList());
    }
}
