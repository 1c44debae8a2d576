package io.github.vflow.table.report.study;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Rows of a table beside samples of a model, with their scores. Equal subjects have equal studies.
 *
 * @param subject the input
 * @param flow the flow model of the subject
 * @param chosen the rows of the table that are looked at
 * @param columns the columns of the model; samples have gaps like those of the training rows
 * @param scores ln p of the rows, in nats
 * @param drawnScores ln p of the samples, each without the cells that a row of the table lacks
 * @param verdicts of the rows, without attribution; empty if the model has no calibration
 */
public record Study(
        Subject subject,
        Model flow,
        Chosen chosen,
        List<ColumnView> columns,
        double[] scores,
        double[] drawnScores,
        List<Verdict> verdicts) {
    private static final int SAMPLES = 5_000;
    private static final int FEWEST_SAMPLES = 1_000;
    private static final long SEED = 1;

    /**
     * Draws samples, scores samples and rows, and judges the rows.
     *
     * @throws IllegalArgumentException if the columns of the table differ from the model's
     */
    public static Study of(Subject subject) {
        TableModel model = subject.model().it();
        Table table = subject.table().it();
        List<Column> columns = model.schema().modelled().columns();
        if (!model.given().isEmpty()) {
            throw new IllegalArgumentException(
                    "Report: a report is about p(row) but the model is one of p(y | x) with the" + " given columns "
                            + model.given() + "; train a model of all columns");
        }
        requireColumns(columns, table);
        subject.later().ifPresent(l -> requireColumns(columns, l.it()));
        Chosen chosen = Chosen.of(table, model.takesMissingCells(), subject.mostRows(), SEED);
        Rows rows = chosen.rows();
        double[][] drawn = model.sample(Math.clamp(rows.size(), FEWEST_SAMPLES, SAMPLES), SEED);
        double[][] seen =
                model.baseline().map(training -> withGaps(drawn, training)).orElse(drawn);
        Map<String, Scorer.Text> dates = Moment.texts(model.schema());
        List<ColumnView> views = IntStream.range(0, columns.size())
                .mapToObj(j -> ColumnView.of(
                        columns.get(j),
                        Optional.ofNullable(dates.get(columns.get(j).name())),
                        rows.copyColumn(j),
                        column(seen, j)))
                .toList();
        double[][] copy = chosen.copy();
        return new Study(
                subject,
                model.model(),
                chosen,
                views,
                model.logProb(copy),
                model.logProb(withGaps(drawn, copy)),
                scorer(model).map(s -> s.judge(copy)).orElse(List.of()));
    }

    private static Optional<RecordScorer> scorer(TableModel model) {
        return model.calibration().map(c -> model.alarm(PValues.rate(c))).map(RecordScorer.of(model)::withAlarm);
    }

    private static void requireColumns(List<Column> columns, Table table) {
        List<Column> found = table.schema().modelled().columns();
        if (!found.equals(columns)) {
            throw new IllegalArgumentException("Report: expected the columns " + columns + " but the table has " + found
                    + "; read the table with the schema of the model, Table.read(file, model.schema())");
        }
    }

    private static double[] column(double[][] rows, int j) {
        return Arrays.stream(rows).mapToDouble(row -> row[j]).toArray();
    }

    /** Samples with gaps like those of the training rows: known cells are compared. */
    private static double[][] withGaps(double[][] samples, Baseline training) {
        SplittableRandom random = new SplittableRandom(SEED);
        return Arrays.stream(samples)
                .map(row -> training.withGaps(row, Set.of(), random))
                .toArray(double[][]::new);
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
        return subject.model().it();
    }

    /** The rows that are looked at. */
    public Rows rows() {
        return chosen.rows();
    }

    /** The scorer of the verdicts; empty if the model has no calibration. */
    public Optional<RecordScorer> scorer() {
        return scorer(model());
    }

    /** The p-values of the rows; empty if the model has no calibration. */
    public Optional<PValues> pValues() {
        return model().calibration().map(c -> PValues.of(this, c));
    }

    /** Whether rows were left out. */
    public boolean isPart() {
        return rows().size() < subject.table().it().size();
    }

    /** The scores that are numbers, in order. */
    public Sorted orderedScores() {
        return finite(scores);
    }

    /** The scores of the samples that are numbers, in order. */
    public Sorted orderedDrawnScores() {
        return finite(drawnScores);
    }

    private static Sorted finite(double[] scores) {
        return Sorted.of(Arrays.stream(scores).filter(Double::isFinite).toArray());
    }
}
