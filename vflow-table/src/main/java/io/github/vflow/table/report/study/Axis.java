package io.github.vflow.table.report.study;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.schema.Column;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * The axis of a column.
 *
 * @param scale of its values
 * @param parts the number of bars
 */
record Axis(Scale scale, int parts) {
    private static final int FEWEST_PARTS = 16;
    private static final int MOST_PARTS = 48;

    /** Whole numbers with more values share bars. */
    private static final int MOST_VALUES = 24;

    /** The largest factor by which the outermost numbers may lengthen an axis; beyond it they are left out. */
    private static final double STRETCH = 2;

    private static final double OUTERMOST = 0.01;

    /** The margin of an axis without the outermost numbers, as a share of the range of the others. */
    private static final double MARGIN = 0.25;

    static Axis of(Column column, Sorted known, Sorted drawn) {
        double[] ends = ends(known, drawn);
        int parts = Math.clamp(Math.round(2 * Math.cbrt(known.size())), FEWEST_PARTS, MOST_PARTS);
        if (column.isCategory()) {
            return new Axis(
                    new Scale.Discrete(0, column.labels()), column.labels().size());
        }
        if (column.isWhole()) {
            return whole(Math.floor(ends[0]), Math.ceil(ends[1]));
        }
        return new Axis(
                column.circle().map(c -> new Scale.Linear(c.low(), c.high())).orElseGet(() -> padded(ends[0], ends[1])),
                parts);
    }

    /** This axis with texts for its numbers, if there are any. */
    Axis written(Optional<DoubleFunction<String>> text) {
        return text.isPresent() && scale instanceof Scale.Linear linear
                ? new Axis(new Scale.Written(linear, text.orElseThrow()), parts)
                : this;
    }

    /** The range of the data, without their outermost numbers if these are far away, and of nearly all samples. */
    private static double[] ends(Sorted known, Sorted drawn) {
        double low = known.nearest(0);
        double high = known.nearest(1);
        double inner = known.nearest(1 - OUTERMOST) - known.nearest(OUTERMOST);
        double least = Math.min(known.nearest(OUTERMOST), drawn.nearest(OUTERMOST));
        double most = Math.max(known.nearest(1 - OUTERMOST), drawn.nearest(1 - OUTERMOST));
        boolean isStretched = inner > 0 && high - low > STRETCH * inner;
        return isStretched
                ? new double[] {Math.max(low, least - MARGIN * inner), Math.min(high, most + MARGIN * inner)}
                : new double[] {Math.min(low, least), Math.max(high, most)};
    }

    private static Scale.Linear padded(double low, double high) {
        double pad = high > low ? 0.01 * (high - low) : Math.max(0.5, 1e-3 * Math.abs(low));
        return new Scale.Linear(low - pad, high + pad);
    }

    private static Axis whole(double low, double high) {
        int values = (int) Math.min(1 << 24, high - low + 1);
        if (values <= MOST_VALUES) {
            return new Axis(
                    new Scale.Discrete(
                            low,
                            IntStream.range(0, values)
                                    .mapToObj(i -> Figures.shown((long) low + i))
                                    .toList()),
                    values);
        }
        int together = Math.ceilDiv(values, MOST_PARTS);
        int parts = Math.ceilDiv(values, together);
        return new Axis(new Scale.Linear(low - 0.5, low - 0.5 + (double) parts * together), parts);
    }
}
