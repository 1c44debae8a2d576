package io.github.vflow.nn.json;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A number as it is written, so no digit is lost.
 *
 * @param text its digits
 */
public record JsonNumber(String text) implements JsonValue {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    /** A long has at most nineteen digits. */
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

    /**
     * Checks the digits.
     *
     * @throws JsonException if they are not a number of JSON
     */
    public JsonNumber {
        if (!NUMBER.matcher(text).matches()) {
            throw new JsonException("a number of JSON must have the form -1.2e3 but is \"" + text + "\"");
        }
    }

    /** The nearest double. */
    public double toDouble() {
        return Double.parseDouble(text);
    }

    /** The number if it is written as a whole number, without point and exponent, and fits a long. */
    public OptionalLong toLong() {
        if (!WHOLE.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
