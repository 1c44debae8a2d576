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
    /** The interquartile range of the standard normal distribution. */
    private static final double QUARTILES_OF_NORMAL = 1.349;

    private static final double FAR = OddRowDefaults.FAR_RANGES * QUARTILES_OF_NORMAL;

    /** The scale of numbers; NaN is a gap. */
    static QuartileScale of(double[] numbers) {
        Sorted known = Sorted.of(numbers);
        return new QuartileScale(known.lower(0.5), known.lower(0.75) - known.lower(0.25));
    }

    /** The place of a number. Numbers far out are as far as any. */
    double linear(double number) {
        return Double.isNaN(number) ? 0 : Math.clamp((number - median) / (range / QUARTILES_OF_NORMAL), -FAR, FAR);
    }
}
