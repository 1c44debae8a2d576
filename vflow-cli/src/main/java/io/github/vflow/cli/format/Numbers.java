package io.github.vflow.cli.format;

import java.util.regex.Pattern;

/** Parses decimal numbers. */
final class Numbers {
    /**
     * Stricter than {@link Double#parseDouble}, which accepts 1f, 0x1p3 and Infinity. All quantifiers here are possessive, so the time is
     * linear in the length of any text.
     */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");

    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d++,\\d++([eE][+-]?\\d++)?");

    private Numbers() {}

    /** Parses a number: infinite if it is beyond the range of double, NaN if the text is not a number. */
    static double parse(String text) {
        String bare = text.strip();
        return NUMBER.matcher(bare).matches() ? Double.parseDouble(bare) : Double.NaN;
    }

    /** Whether a text looks like a number, including NaN, infinities and numbers with a decimal comma. */
    static boolean isMeantAsNumber(String text) {
        String bare = text.strip();
        return NUMBER.matcher(bare).matches()
                || NOT_FINITE.matcher(bare).matches()
                || DECIMAL_COMMA.matcher(bare).matches();
    }

    /** A hint for the message about a text that is not a number; may be empty. */
    static String hint(String text) {
        return DECIMAL_COMMA.matcher(text.strip()).matches() ? " (numbers are written with a decimal point)" : "";
    }
}
