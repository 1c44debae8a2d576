package io.github.vflow.image.plot;

import java.util.stream.LongStream;

/**
 * An interval of an axis.
 *
 * @param min the lower end
 * @param max the upper end
 */
public record Range(double min, double max) {
    /** Checks that min is less than max. */
    public Range {
        if (!(min < max) || Double.isInfinite(max - min)) {
            throw new IllegalArgumentException(
                    "Range: need finite min < max but got [" + min + ", " + max + "]; widen the range");
        }
    }

    /** The length max − min. */
    public double length() {
        return max - min;
    }

    /** The point at a fraction of the way from min to max. */
    public double at(double fraction) {
        return min + fraction * length();
    }

    /** The fraction of the way from min to max at which a point lies. */
    public double fraction(double x) {
        return (x - min) / length();
    }

    /** Whether a point lies in [min, max]. */
    public boolean contains(double x) {
        return x >= min && x <= max;
    }

    /** The round distance of tick marks that gives about this number of marks. */
    double step(int marks) {
        double raw = length() / marks;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double digit = raw / power;
        return power * (digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10);
    }

    /** About this number of tick marks at round numbers. */
    double[] marks(int marks) {
        double step = step(marks);
        // Rounding must not lose a mark at an end.
        long first = (long) Math.ceil(min / step - 1e-9);
        long last = (long) Math.floor(max / step + 1e-9);
        return LongStream.rangeClosed(first, last).mapToDouble(k -> k * step).toArray();
    }
}
