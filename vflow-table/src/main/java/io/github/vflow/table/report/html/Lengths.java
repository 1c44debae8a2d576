package io.github.vflow.table.report.html;

/** Lengths as short text: a page has thousands of them. */
public final class Lengths {
    private Lengths() {}

    /**
     * A length in pixels, rounded to a tenth, in any locale.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public static String text(double length) {
        if (!Double.isFinite(length)) {
            throw new IllegalArgumentException("Lengths: a length must be finite but is " + length);
        }
        long tenths = Math.round(length * 10);
        if (tenths % 10 == 0) {
            return Long.toString(tenths / 10);
        }
        return (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10;
    }
}
