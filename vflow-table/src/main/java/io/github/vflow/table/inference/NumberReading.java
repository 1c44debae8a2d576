package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import java.util.Optional;

/** The numbers of a column under one decimal sign. Mutable. */
final class NumberReading {
    final char point;
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private boolean whole = true;
    private boolean counts = true;
    private double first;
    private int fewest = Integer.MAX_VALUE;
    private int most;
    private boolean anyDigits;
    private char group;

    NumberReading(char point) {
        this.point = point;
    }

    /**
     * Adds a number.
     *
     * @param decimals of its text; negative if they say nothing
     * @param separator of its groups of digits; zero if there is none
     */
    void add(double number, int decimals, char separator) {
        first = count == 0 ? number : first;
        counts &= number == first + count && (first == 0 || first == 1);
        count++;
        min = Math.min(min, number);
        max = Math.max(max, number);
        whole &= Column.isWhole(number) && max - min <= KindDefaults.MOST_APART;
        fewest = Math.min(fewest, decimals);
        most = Math.max(most, decimals);
        anyDigits |= decimals < 0;
        group = separator == 0 ? group : separator;
    }

    /** Whether the decimals say nothing, whatever numbers follow. */
    boolean hasAnyDecimals() {
        return anyDigits;
    }

    long count() {
        return count;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    boolean isWhole() {
        return whole;
    }

    /** Whether the numbers are 0, 1, 2, … or 1, 2, 3, … */
    boolean isCount() {
        return counts && count > 1;
    }

    /** The sign between groups of digits; empty if there is none. */
    Optional<Character> group() {
        return group == 0 ? Optional.empty() : Optional.of(group);
    }

    Notation.Numbers notation(String before, String after, boolean parentheses) {
        return new Notation.Numbers(
                point,
                group(),
                before,
                after,
                parentheses,
                anyDigits || count == 0 ? 0 : fewest,
                anyDigits || count == 0 ? Notation.Numbers.ANY : most);
    }
}
