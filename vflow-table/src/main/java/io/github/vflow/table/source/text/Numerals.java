package io.github.vflow.table.source.text;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Decimal numbers as text: {@code -1.2e3} and no other form. Stricter than {@link Double#parseDouble}, which reads 1f and 0x1p3. */
public final class Numerals {
    private static final Pattern WITH_UNIT = Pattern.compile("(\\p{Sc} ?)?[+-]?[\\d.,]++ ?(%|\\p{Sc})?");
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?(inf|infinity)", Pattern.CASE_INSENSITIVE);

    /** The digits of a double. */
    private static final int DIGITS = 17;

    private static final double LARGE = 1e15;

    private Numerals() {}

    /** The number of a text, infinite if double cannot hold it; NaN if the text is no number. */
    public static double parse(String text) {
        return parse(text, '.');
    }

    /** The number of a text with another decimal separator. */
    public static double parse(String text, char point) {
        String bare = text.strip();
        if (!isNumber(bare, point)) {
            return Double.NaN;
        }
        return Double.parseDouble(point == '.' ? bare : bare.replace(point, '.'));
    }

    /** A number's text without the exponent, if it needs no more digits than a double has. */
    public static String plain(String number) {
        if (number.indexOf('E') < 0) {
            return number;
        }
        BigDecimal value = new BigDecimal(number);
        boolean isShort = value.scale() <= DIGITS && value.precision() - value.scale() <= DIGITS;
        return isShort ? value.toPlainString() : number;
    }

    /** A whole number without a decimal point, unless it is large; another number in the fewest digits that read back as the same number. */
    public static String shortest(double number) {
        return number == Math.rint(number) && Math.abs(number) < LARGE
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** One pass over the characters: digits with at most one point, then an exponent. */
    private static boolean isNumber(String text, char point) {
        int end = text.length();
        int i = sign(text, 0);
        int digits = 0;
        boolean seen = false;
        for (; i < end; i++) {
            char c = text.charAt(i);
            if (c == point && !seen) {
                seen = true;
            } else if (isDigit(c)) {
                digits++;
            } else {
                break;
            }
        }
        return digits > 0 && (i == end || isExponent(text, i));
    }

    private static boolean isExponent(String text, int from) {
        if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
            return false;
        }
        int first = sign(text, from + 1);
        for (int i = first; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return first < text.length();
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a text is no number in any form. */
    public static boolean isLabel(String text) {
        return Double.isNaN(parse(text))
                && Amount.of(text).isEmpty()
                && !NOT_FINITE.matcher(text.strip()).matches();
    }

    /** The remedy for a text that is meant as a number but cannot be read as one; empty for other text. */
    public static String hint(String text) {
        String bare = text.strip();
        if (NOT_FINITE.matcher(bare).matches()) {
            return "infinity is no number of a table, so leave the cell empty";
        }
        boolean hasDigit = bare.chars().anyMatch(c -> isDigit((char) c));
        return hasDigit && WITH_UNIT.matcher(bare).matches() ? "write numbers without a unit" : "";
    }
}
