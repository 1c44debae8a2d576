package io.github.vflow.table.source.text;

import java.util.Locale;

/** Numbers as text with as many decimals as a scale needs. */
public final class Decimals {
    private static final int DIGITS = 3;
    private static final double LARGE = 1e9;
    private static final double SMALL = 1e-6;

    private Decimals() {}

    /**
     * Formats a number.
     *
     * @param scale a difference that matters, shown by three digits; zero if unknown
     */
    public static String text(double number, double scale) {
        if (number == Math.rint(number) && Math.abs(number) < LARGE && (scale == 0 || scale >= LARGE / 10)) {
            return Long.toString((long) number);
        }
        if (!(scale > 0) || scale > LARGE || scale < SMALL || Math.abs(number) > LARGE) {
            return String.format(Locale.ROOT, "%.6g", number);
        }
        int decimals = Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(scale)));
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }
}
