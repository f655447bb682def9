package io.github.lo2.campaign;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/** What one parameter may be: a list of values, or an interval of numbers. */
public sealed interface Variation {

    /** Draw a value. */
    String draw(RandomGenerator random);

    /**
     * Read {@code [7, 14]} or {@code {from: 0.05, to: 0.5}}.
     *
     * @throws IllegalArgumentException when it has another form
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Variation of(JsonNode written) {
        if (written.isArray()
                && !written.isEmpty()
                && StreamSupport.stream(written.spliterator(), false).allMatch(JsonNode::isValueNode)) {
            return new OneOf(StreamSupport.stream(written.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList());
        }
        if (written.isObject()
                && written.size() == 2
                && written.path("from").isNumber()
                && written.path("to").isNumber()
                && written.get("from")
                                .decimalValue()
                                .compareTo(written.get("to").decimalValue())
                        <= 0) {
            return new Between(
                    written.get("from").decimalValue(), written.get("to").decimalValue());
        }
        throw new IllegalArgumentException(
                "'%s' under vary; expected a list such as [7, 14], or an interval such as {from: 0.05, to: 0.5}"
                        .formatted(written));
    }

    /**
     * One of a list.
     *
     * @param values at least one
     */
    record OneOf(List<String> values) implements Variation {
        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public String draw(RandomGenerator random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /**
     * A number of an interval; a whole one when both ends are whole, else with as many digits as the longer end and two more.
     *
     * @param from not above {@code to}
     * @param to not below {@code from}
     */
    record Between(BigDecimal from, BigDecimal to) implements Variation {
        @Override
        public String draw(RandomGenerator random) {
            int digits = Math.max(from.scale(), to.scale());
            int scale = digits <= 0 ? 0 : digits + 2;
            long steps = to.subtract(from).movePointRight(scale).longValueExact();
            return from.add(BigDecimal.valueOf(random.nextLong(steps + 1), scale))
                    .setScale(scale, RoundingMode.UNNECESSARY)
                    .toPlainString();
        }
    }
}
