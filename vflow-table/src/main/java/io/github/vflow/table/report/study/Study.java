package io.github.vflow.table.report.study;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.Column;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.report.measure.Dependence;
import io.github.vflow.table.report.measure.Ordered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Rows of a table beside samples of a model, and their scores. Two studies of the same subject are the same.
 *
 * @param subject what is looked at
 * @param rows the rows that are looked at
 * @param places of these rows in the table, from 0 on
 * @param columns that the model has
 * @param scores ln p of the rows, in nats
 * @param smoothedScores the same by the smoothed density, which alarms compare
 * @param drawnScores ln p of the samples, each without the cells that a row of the table lacks
 */
public record Study(
        Subject subject,
        Rows rows,
        int[] places,
        List<ColumnView> columns,
        double[] scores,
        double[] smoothedScores,
        double[] drawnScores) {
    private static final int SAMPLES = 5_000;
    private static final int FEWEST_SAMPLES = 1_000;

    /** Rows for the dependence of columns: more hardly change it. */
    private static final int MOST_OF_PAIRS = 4_000;

    /**
     * Draws samples and scores them and the rows.
     *
     * @throws IllegalArgumentException if the columns of the table are not those of the model
     */
    public static Study of(Subject subject) {
        TableModel model = subject.model();
        List<Column> columns = model.schema().modelled().columns();
        requireColumns(columns, subject.table());
        subject.later().ifPresent(l -> requireColumns(columns, l.table()));
        Rows all = subject.table().rows();
        int[] places = places(subject);
        Rows rows = places.length == all.size() ? all : all.select(places);
        int samples = Math.clamp(rows.size(), FEWEST_SAMPLES, SAMPLES);
        double[][] drawn = model.sample(samples, subject.seed());
        List<ColumnView> views = IntStream.range(0, columns.size())
                .mapToObj(j -> ColumnView.of(columns.get(j), rows.copyColumn(j), column(drawn, j)))
                .toList();
        double[][] table =
                IntStream.range(0, rows.size()).mapToObj(rows::copyRow).toArray(double[][]::new);
        double[] scores = model.logProb(table);
        TableModel smoothed = model.smoothed();
        return new Study(
                subject,
                rows,
                places,
                views,
                scores,
                smoothed == model ? scores : smoothed.logProb(table),
                model.logProb(withGaps(drawn, table)));
    }

    private static void requireColumns(List<Column> columns, Table table) {
        List<Column> found = table.schema().modelled().columns();
        if (!found.equals(columns)) {
            throw new IllegalArgumentException("Report: expected the columns " + columns + " but the table has " + found
                    + "; read the table with the schema of the model, Table.read(file, model.schema())");
        }
    }

    /** Rows of which something is known; all of it if the model needs that. */
    private static int[] places(Subject subject) {
        Rows all = subject.table().rows();
        boolean fills =
                !all.hasMissing() || subject.model().model().forMissing().isPresent();
        int[] usable = IntStream.range(0, all.size())
                .filter(i -> !all.hasMissing(i) || (fills && isKnown(all.copyRow(i))))
                .toArray();
        if (usable.length == 0) {
            throw new IllegalArgumentException("Report: the model can score none of the " + all.size()
                    + " rows, " + (fills ? "of which no cell is known" : "whose cells must all be known")
                    + "; give rows with values");
        }
        if (usable.length <= subject.mostRows()) {
            return usable;
        }
        int[] order = Arrays.copyOf(Rows.shuffled(usable.length, subject.seed()), subject.mostRows());
        return Arrays.stream(order).sorted().map(i -> usable[i]).toArray();
    }

    private static boolean isKnown(double[] row) {
        return Arrays.stream(row).anyMatch(x -> !Double.isNaN(x));
    }

    private static double[] column(double[][] rows, int j) {
        return Arrays.stream(rows).mapToDouble(row -> row[j]).toArray();
    }

    /** Samples without the cells that the rows lack: a density of fewer cells is another one. */
    private static double[][] withGaps(double[][] samples, double[][] rows) {
        double[][] gapped = new double[samples.length][];
        for (int i = 0; i < samples.length; i++) {
            double[] like = rows[(int) ((long) i * rows.length / samples.length)];
            gapped[i] = samples[i].clone();
            for (int j = 0; j < like.length; j++) {
                gapped[i][j] = Double.isNaN(like[j]) ? Double.NaN : gapped[i][j];
            }
        }
        return gapped;
    }

    /** The model. */
    public TableModel model() {
        return subject.model();
    }

    /** The p-values of the rows; empty if the model has no calibration. */
    public Optional<PValues> pValues() {
        return model().calibration().map(c -> PValues.of(this, c));
    }

    /** Whether alarms compare scores of a density of their own. */
    public boolean isSmoothed() {
        return !Arrays.equals(smoothedScores, scores);
    }

    /** Whether rows were left out. */
    public boolean isPart() {
        return rows.size() < subject.table().size();
    }

    /** The scores that are numbers, in order. */
    public Ordered orderedScores() {
        return finite(scores);
    }

    /** The scores of the samples that are numbers, in order. */
    public Ordered orderedDrawnScores() {
        return finite(drawnScores);
    }

    private static Ordered finite(double[] scores) {
        return Ordered.of(Arrays.stream(scores).filter(Double::isFinite).toArray());
    }

    /** The number of cells that are missing. */
    public long missing() {
        return columns.stream().mapToLong(ColumnView::missing).sum();
    }

    /** The dependence of columns of the data. */
    public Dependence dependence() {
        return dependence(columns.stream().map(ColumnView::data).toList());
    }

    /** The dependence of columns of the samples. */
    public Dependence drawnDependence() {
        return dependence(columns.stream().map(ColumnView::samples).toList());
    }

    private Dependence dependence(List<double[]> numbers) {
        boolean[] categories = new boolean[columns.size()];
        List<double[]> few = new ArrayList<>();
        for (int j = 0; j < categories.length; j++) {
            categories[j] = columns.get(j).isCategory();
            few.add(spread(numbers.get(j)));
        }
        return Dependence.of(few, categories);
    }

    private static double[] spread(double[] numbers) {
        int n = Math.min(numbers.length, MOST_OF_PAIRS);
        return IntStream.range(0, n)
                .mapToDouble(i -> numbers[(int) ((long) i * numbers.length / n)])
                .toArray();
    }
}
