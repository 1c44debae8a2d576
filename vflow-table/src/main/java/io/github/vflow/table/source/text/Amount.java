package io.github.vflow.table.source.text;

import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a number as people write it: {@code ($1,234.50)} is the negative of {@code 1,234.50} in the unit $.
 *
 * @param before the unit before the digits, with its space; may be empty
 * @param digits with points, commas and other separators
 * @param after the unit after the digits, with its space; may be empty
 * @param isNegative whether it has a minus sign or parentheses
 * @param hasParentheses whether parentheses stand for the minus sign
 */
public record Amount(String before, String digits, String after, boolean isNegative, boolean hasParentheses) {
    private static final String SPACE = "[ \\u00A0\\u2009\\u202F]";
    private static final String MINUS = "[-\\u2212]";
    private static final String UNIT = "%|\\u2030|[A-Z]{0,3}\\p{Sc}|[A-Z]{3}|kr\\.?|z\\u0142|K\\u010D|Ft|Fr\\.|Rs\\.?";
    private static final String DIGITS =
            "[.,]?\\d(?:[\\d.,'\\u2019 \\u00A0\\u2009\\u202F]*\\d)?[.,]?(?:[eE][+-]?\\d+)?";
    private static final Pattern FORM = Pattern.compile("(?<open>\\()?(?<sign>[+]|" + MINUS + ")?(?<before>(?:" + UNIT
            + ")"
            + SPACE + "?)?(?<inner>[+]|" + MINUS + ")?(?<digits>" + DIGITS + ")(?<after>" + SPACE + "?(?:" + UNIT
            + "))?(?<last>" + MINUS + ")?(?<close>\\))?");
    private static final int LONGEST = 60;

    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** The parts of a text; empty if it is no number with at most a per cent sign, a currency sign or a currency code. */
    public static Optional<Amount> of(String text) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher m = FORM.matcher(bare);
        if (!m.matches()) {
            return Optional.empty();
        }
        String before = orEmpty(m.group("before"));
        String after = orEmpty(m.group("after"));
        boolean parentheses = m.group("open") != null;
        long signs = Stream.of("sign", "inner", "last")
                .filter(g -> m.group(g) != null)
                .count();
        if (parentheses != (m.group("close") != null)
                || signs + (parentheses ? 1 : 0) > 1
                || !isUnit(before)
                || !isUnit(after)
                || (!before.isEmpty() && !after.isEmpty())) {
            return Optional.empty();
        }
        boolean negative =
                parentheses || isMinus(m.group("sign")) || isMinus(m.group("inner")) || isMinus(m.group("last"));
        return Optional.of(new Amount(before, m.group("digits"), after, negative, parentheses));
    }

    /** The unit without spaces; empty if there is none. */
    public String unit() {
        return (before + after).strip();
    }

    /**
     * The number with a decimal separator, where each other sign separates groups of three digits; NaN if the digits are no such number.
     *
     * @param point a point or a comma
     */
    public double value(char point) {
        int exponent = exponent();
        String mantissa = digits.substring(0, exponent);
        int at = mantissa.indexOf(point);
        String whole = at < 0 ? mantissa : mantissa.substring(0, at);
        String part = at < 0 ? "" : mantissa.substring(at + 1);
        char group = group(whole);
        boolean grouped = group != 0;
        if (!part.chars().allMatch(Amount::isDigit)
                || whole.length() + part.length() == 0
                || (grouped && (group == point || exponent < digits.length() || !isGrouped(whole, group)))) {
            return Double.NaN;
        }
        String plain =
                (grouped ? whole.replace(String.valueOf(group), "") : whole) + "." + part + digits.substring(exponent);
        double number = Double.parseDouble(plain);
        return isNegative ? -number : number;
    }

    /** The sign between groups of digits; zero if there is none. */
    public char group(char point) {
        int at = digits.indexOf(point);
        return group(at < 0 ? digits : digits.substring(0, at));
    }

    /** The number of decimals; −1 if there is an exponent. */
    public int decimals(char point) {
        int at = digits.indexOf(point);
        return exponent() < digits.length() ? -1 : at < 0 ? 0 : digits.length() - at - 1;
    }

    private int exponent() {
        int e = Math.max(digits.indexOf('e'), digits.indexOf('E'));
        return e < 0 ? digits.length() : e;
    }

    private static char group(String whole) {
        return (char) whole.chars().filter(c -> !isDigit(c)).findFirst().orElse(0);
    }

    /** Whether groups have three digits, but the first one to three, and the number does not begin with zero. */
    private static boolean isGrouped(String whole, char group) {
        String[] groups = whole.split(Pattern.quote(String.valueOf(group)), -1);
        boolean fits = groups[0].length() >= 1 && groups[0].length() <= 3 && groups[0].charAt(0) != '0';
        for (int i = 0; i < groups.length; i++) {
            fits &= (i == 0 || groups[i].length() == 3) && groups[i].chars().allMatch(Amount::isDigit);
        }
        return fits;
    }

    private static boolean isUnit(String unit) {
        String bare = unit.strip();
        boolean code = bare.length() == 3 && bare.chars().allMatch(c -> c >= 'A' && c <= 'Z');
        return !code || CODES.contains(bare);
    }

    private static boolean isMinus(@Nullable String sign) {
        return sign != null && !sign.equals("+");
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
