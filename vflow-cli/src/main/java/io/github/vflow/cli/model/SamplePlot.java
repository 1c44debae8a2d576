package io.github.vflow.cli.model;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.image.plot.CurvePlot;
import io.github.vflow.image.plot.Figure;
import io.github.vflow.image.plot.Picture;
import io.github.vflow.image.plot.Range;
import io.github.vflow.image.plot.ScatterPlot;
import io.github.vflow.table.schema.Schema;
import java.nio.file.Path;
import java.util.List;

/** Pictures of sampled rows: two columns as points on the plane, or one as a histogram. */
public final class SamplePlot {
    /** The plot of a column shows the range between the quantiles TAIL and 1 − TAIL, and a margin. */
    private static final double TAIL = 0.002;

    private static final double MARGIN = 0.08;
    private static final int LEAST_BINS = 8;
    private static final int MOST_BINS = 80;

    private SamplePlot() {}

    /** The picture of the first columns. */
    public static Picture of(Path model, Schema schema, Rows rows, int features) {
        List<String> names = schema.modelled().names();
        String title = Text.format("%s from %s", Text.count(rows.size(), "row"), model.getFileName());
        return features == 1 ? histogram(title, names.getFirst(), rows) : points(title, names, rows);
    }

    private static Picture points(String title, List<String> names, Rows rows) {
        double[] xy = new double[2 * rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            xy[2 * i] = rows.get(i, 0);
            xy[2 * i + 1] = rows.get(i, 1);
        }
        String caption = names.get(1) + " over " + names.get(0);
        return Figure.of(List.of(new ScatterPlot(title, caption, range(rows, 0), range(rows, 1), Rows.of(xy, 2))));
    }

    /** The outline of bars whose areas are shares of the rows. */
    private static Picture histogram(String title, String name, Rows rows) {
        Range range = range(rows, 0);
        int bins = Math.clamp((long) Math.sqrt(rows.size()), LEAST_BINS, MOST_BINS);
        double width = (range.max() - range.min()) / bins;
        double[] heights = new double[bins];
        for (double x : rows.copyColumn(0)) {
            if (range.contains(x)) {
                int bin = Math.min(bins - 1, (int) ((x - range.min()) / width));
                heights[bin] += 1 / (width * rows.size());
            }
        }
        double[] x = new double[2 * bins + 2];
        double[] y = new double[2 * bins + 2];
        for (int i = 0; i <= bins; i++) {
            x[2 * i] = range.min() + i * width;
            x[2 * i + 1] = x[2 * i];
            y[2 * i + 1] = i < bins ? heights[i] : 0;
            y[2 * i] = i > 0 ? heights[i - 1] : 0;
        }
        return new CurvePlot(
                title, name, "density", List.of(new CurvePlot.Series("share of the rows per unit", x, y)), List.of());
    }

    /** The range of a column that a plot shows: nearly all rows, and a margin. */
    static Range range(Rows rows, int column) {
        Sorted sorted = Sorted.of(rows.copyColumn(column));
        double low = sorted.lower(TAIL);
        double high = sorted.get((int) Math.ceil((1 - TAIL) * (sorted.size() - 1)));
        double pad = high > low ? MARGIN * (high - low) : Math.max(1, Math.abs(high));
        return new Range(low - pad, high + pad);
    }
}
