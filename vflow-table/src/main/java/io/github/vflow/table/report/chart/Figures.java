package io.github.vflow.table.report.chart;

import java.util.Locale;

/** Numbers for people: few digits, the same in any locale. */
public final class Figures {
    private static final double LARGE = 1e7;

    /** Numbers of four digits may be years. */
    private static final double GROUPED = 1e4;

    private static final double SMALL = 1e-3;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Figures() {}

    /** A number with four significant digits, or all digits of a whole number below ten millions; a dash for NaN. */
    public static String shown(double number) {
        double size = Math.abs(number);
        if (Double.isNaN(number)) {
            return "–";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "∞" : "−∞";
        }
        if (number == Math.rint(number) && size < LARGE) {
            return shown((long) number);
        }
        if (size >= LARGE || size < SMALL) {
            return power(number, 2);
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return fixed(number, decimals);
    }

    /** Two significant digits. */
    public static String rounded(double number) {
        if (number == Math.rint(number) || Math.abs(number) < SMALL || Math.abs(number) >= 100) {
            return shown(number);
        }
        return fixed(number, Math.max(0, 1 - (int) Math.floor(Math.log10(Math.abs(number)))));
    }

    /** A whole number with all its digits. */
    public static String shown(long number) {
        return minus(String.format(Locale.ROOT, Math.abs(number) < GROUPED ? "%d" : "%,d", number));
    }

    /** A number with a fixed number of decimals. */
    public static String fixed(double number, int decimals) {
        String format = (Math.abs(number) < GROUPED ? "%." : "%,.") + decimals + "f";
        return Double.isFinite(number) ? minus(String.format(Locale.ROOT, format, number)) : shown(number);
    }

    /** Nats with two decimals. */
    public static String nats(double number) {
        return Math.abs(number) < LARGE ? fixed(number, 2) : shown(number);
    }

    /** A share in per cent. */
    public static String percent(double share) {
        double percent = 100 * share;
        double size = Math.abs(percent);
        return size > 0 && size < 0.01
                ? "< 0.01 %"
                : fixed(percent, percent == Math.rint(percent) || size >= 10 ? 0 : size >= 1 ? 1 : 2) + " %";
    }

    /** A number of things, such as {@code 1 row} and {@code 12,000 rows}. */
    public static String count(long number, String thing) {
        return shown(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** A number as a power of ten. */
    static String power(double number, int decimals) {
        String[] parts =
                String.format(Locale.ROOT, "%." + decimals + "e", number).split("e", -1);
        String digits = parts[0].contains(".") ? parts[0].replaceAll("\\.?0+$", "") : parts[0];
        String of = digits.equals("1") ? "10" : digits.equals("-1") ? "-10" : digits + "·10";
        return minus(of) + raised(Integer.parseInt(parts[1]));
    }

    private static String raised(int exponent) {
        StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
        Integer.toString(Math.abs(exponent)).chars().forEach(c -> text.append(SUPERSCRIPTS.charAt(c - '0')));
        return text.toString();
    }

    private static String minus(String text) {
        return text.replace('-', '−');
    }
}
