package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.Numerals;
import java.util.List;
import java.util.Locale;

/**
 * Numbers that nearly all are multiples of a step, as a multiple k and what lies above it: x = k·step + r, 0 ≤ r &lt; step. So x ↔ (k, r) is
 * one-to-one, numbers on the grid have a probability, the others a small share, and all of them sum to one.
 *
 * @param column the name of the column
 * @param step the distance of neighbours, positive
 * @param isWide whether there are too many multiples for a probability each
 * @param share of the cells on the grid; without others there is no r, and a number stands for its nearest multiple
 */
public record NumberGrid(String column, double step, boolean isWide, double share) implements Relation.Parted {
    /** Numbers of a table are written with fewer decimals. */
    private static final double DECIMALS = 1e9;

    private String multiple() {
        return step == 1 ? column + " whole" : column + " / " + Numerals.shortest(step);
    }

    private String above() {
        return column + " above";
    }

    private boolean hasOthers() {
        return share < 1;
    }

    @Override
    public List<Column> parts() {
        Column multiples = isWide ? Column.real(multiple()) : Column.whole(multiple());
        return hasOthers() ? List.of(multiples, Column.real(above())) : List.of(multiples);
    }

    @Override
    public List<String> sources() {
        return parts().stream().map(Column::name).toList();
    }

    @Override
    public double value(double[] numbers) {
        return rounded(numbers[0] * step + (hasOthers() ? numbers[1] : 0));
    }

    @Override
    public double source(int at, double[] numbers, double value) {
        double multiple = hasOthers() ? Math.floor(value / step + 1 / DECIMALS) : Math.rint(value / step);
        return at == 0 ? multiple : Math.max(0, rounded(value - multiple * step));
    }

    private static double rounded(double number) {
        return Math.abs(number) * DECIMALS < 1L << (Double.PRECISION - 1)
                ? Math.rint(number * DECIMALS) / DECIMALS
                : number;
    }

    /** Whether a number is a multiple of a step. */
    public static boolean isMultiple(double number, double step) {
        return rounded(number - Math.rint(number / step) * step) == 0;
    }

    @Override
    public boolean givesSources() {
        return true;
    }

    @Override
    public double rounded(int at, double number) {
        return at == 0 ? Math.rint(number) : number;
    }

    @Override
    public boolean holds(double[] numbers, double value) {
        return Math.abs(value(numbers) - value) < step;
    }

    @Override
    public String words() {
        return (step == 1 ? "whole" : "a multiple of " + Numerals.shortest(step)) + " in "
                + String.format(Locale.ROOT, "%.4g %% of its cells", 100 * share);
    }

    /** "fare / 0.5, and fare above". */
    @Override
    public String shown() {
        return String.join(", and ", sources());
    }
}
