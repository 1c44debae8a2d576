package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.OddRowDefaults;

/**
 * The scale of a column from its median on, in units of the standard deviation that a normal distribution with its quartiles has. A gap is at the
 * median.
 *
 * @param range from one quartile to the other, above zero
 */
record QuartileScale(double median, double range) {
    private static final double FAR = OddRowDefaults.FAR_RANGES * Marginal.Window.QUARTILES_OF_NORMAL;

    /** The scale of numbers; NaN is a gap. */
    static QuartileScale of(double[] numbers) {
        Sorted known = Sorted.of(numbers);
        return new QuartileScale(known.lower(0.5), known.lower(0.75) - known.lower(0.25));
    }

    /** One unit, in the numbers of the column. */
    double unit() {
        return range / Marginal.Window.QUARTILES_OF_NORMAL;
    }

    /** The place of a number. Beyond two units the scale is logarithmic: long tails of a column are no odd combinations, and any number has a place. */
    double of(double number) {
        double away = Double.isNaN(number) ? 0 : finite((number - median) / unit());
        double linear = OddRowDefaults.LINEAR_UNITS;
        return Math.abs(away) <= linear ? away : Math.copySign(linear * (1 + Math.log(Math.abs(away) / linear)), away);
    }

    private static double finite(double number) {
        return Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** As {@link #of}, but numbers far out are as far as any, so that few of them set no variance. */
    double near(double number) {
        return Math.clamp(of(number), -FAR, FAR);
    }

    /** On a linear scale, but numbers far out are as far as any. */
    double linear(double number) {
        return Double.isNaN(number) ? 0 : Math.clamp((number - median) / unit(), -FAR, FAR);
    }
}
