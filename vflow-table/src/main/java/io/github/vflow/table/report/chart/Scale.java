package io.github.vflow.table.report.chart;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** Places values along an axis: from 0, where it begins, to 1; values beyond its ends are beyond. */
public sealed interface Scale {
    /** The place of a value. */
    double position(double value);

    /** The marks, about {@code most} of them or fewer. */
    List<Tick> ticks(int most);

    /**
     * Equal steps.
     *
     * @param low the beginning
     * @param high the end, greater than low
     */
    record Linear(double low, double high) implements Scale {
        public Linear {
            if (!(low < high) || !Double.isFinite(high - low)) {
                throw new IllegalArgumentException(
                        "Scale: low must be below high, and both finite, but they are " + low + " and " + high);
            }
        }

        /** A scale from zero to a number above a share, which may be zero. */
        public static Linear ofShares(double most) {
            return new Linear(0, Math.max(1e-6, 1.06 * most));
        }

        @Override
        public double position(double value) {
            return (value - low) / (high - low);
        }

        @Override
        public List<Tick> ticks(int most) {
            double step = Tick.step(high - low, most);
            double size = Math.max(Math.abs(low), Math.abs(high));
            return Tick.values(low, high, most).stream()
                    .map(v -> new Tick(position(v), Tick.label(v, step, size)))
                    .toList();
        }
    }

    /**
     * Equal steps of numbers that have texts, such as dates.
     *
     * @param places of the numbers
     * @param text of a number
     */
    record Written(Linear places, DoubleFunction<String> text) implements Scale {
        /** Texts are about three times as long as numbers. */
        private static final int LONG = 3;

        @Override
        public double position(double value) {
            return places.position(value);
        }

        @Override
        public List<Tick> ticks(int most) {
            return Tick.values(places.low, places.high, Math.max(2, most / LONG)).stream()
                    .map(v -> new Tick(position(v), text.apply(v)))
                    .toList();
        }
    }

    /**
     * One place for each of some whole numbers.
     *
     * @param first the smallest
     * @param labels of the smallest, of the next, and so on
     */
    record Discrete(double first, List<String> labels) implements Scale {
        public Discrete {
            labels = List.copyOf(labels);
        }

        @Override
        public double position(double value) {
            return (value - first + 0.5) / labels.size();
        }

        /** All marks, or every second, third and so on. */
        @Override
        public List<Tick> ticks(int most) {
            int every = Math.ceilDiv(labels.size(), Math.max(1, most));
            return IntStream.range(0, labels.size())
                    .filter(i -> i % every == 0)
                    .mapToObj(i -> new Tick(position(first + i), labels.get(i)))
                    .toList();
        }
    }
}
