package io.github.vflow.cli.format;

import java.util.regex.Pattern;

/** Decimal numbers as text. */
final class Numbers {
    /**
     * Stricter than {@link Double#parseDouble}, which takes 1f, 0x1p3 and Infinity. Digits are never given back, here and below: the
     * time is linear in the length, whatever the text.
     */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");

    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d++,\\d++([eE][+-]?\\d++)?");

    private Numbers() {}

    /** The number, which may be infinite if it is too large; NaN if it is none. */
    static double parse(String text) {
        String bare = text.strip();
        return NUMBER.matcher(bare).matches() ? Double.parseDouble(bare) : Double.NaN;
    }

    /** Whether it is a number, also one that is not finite or has a decimal comma. */
    static boolean isMeantAsNumber(String text) {
        String bare = text.strip();
        return NUMBER.matcher(bare).matches()
                || NOT_FINITE.matcher(bare).matches()
                || DECIMAL_COMMA.matcher(bare).matches();
    }

    /** More about what is wrong, if more can be said. */
    static String hint(String text) {
        return DECIMAL_COMMA.matcher(text.strip()).matches() ? " (numbers are written with a decimal point)" : "";
    }
}
