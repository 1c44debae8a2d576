package io.github.vflow.table.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * A mark of an axis.
 *
 * @param position from 0 to 1
 */
public record Tick(double position, String label) {
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /**
     * The smallest round step, 1, 2, 2.5 or 5 times a power of ten, with at most {@code most} multiples in a range.
     *
     * @param length of the range, positive
     */
    static double step(double length, int most) {
        double power = Math.pow(10, Math.floor(Math.log10(length / most)));
        for (double round : ROUND) {
            if (length / (round * power) <= most) {
                return round * power;
            }
        }
        return ROUND[ROUND.length - 1] * power;
    }

    /** The multiples of a round step from low to high. */
    static List<Double> values(double low, double high, int most) {
        double step = step(high - low, most);
        List<Double> values = new ArrayList<>();
        double slack = 1e-9 * (high - low);
        for (double k = Math.ceil((low - slack) / step); k * step <= high + slack && values.size() <= most + 1; k++) {
            values.add(k * step + 0.0); // −0 is 0
        }
        return values;
    }

    /** The label of a multiple of a step among numbers of at most a size: with the decimals of the step, and in millions and so on if large. */
    static String label(double value, double step, double size) {
        if (size < 1e-3) {
            return value == 0 ? "0" : Figures.power(value, 2);
        }
        double unit = size >= 1e15 ? 0 : size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : size >= 1e5 ? 1e3 : 1;
        if (unit == 0) {
            return value == 0 ? "0" : Figures.power(value, 2);
        }
        String suffix = unit == 1e9 ? " G" : unit == 1e6 ? " M" : unit == 1e3 ? " k" : "";
        return Figures.fixed(value / unit, decimals(step / unit)) + (value == 0 ? "" : suffix);
    }

    private static int decimals(double step) {
        for (int decimals = 0; decimals < 9; decimals++) {
            double scaled = step * Math.pow(10, decimals);
            if (Math.abs(scaled - Math.rint(scaled)) < 1e-6 * scaled) {
                return decimals;
            }
        }
        return 9;
    }
}
