package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.score.Views;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of a table their alarm scores: the harmonic mean of the p-values of their views. Immutable and safe for any number of threads.
 *
 * @param by the scores by each view
 * @param laws of the views
 * @param columns of the table
 * @param explains whether it tells the costs of columns instead
 */
public record AlarmScorer(ViewScorer by, ViewPValues laws, List<Scorer.JudgedColumn> columns, boolean explains)
        implements Scorer {
    /** One row that calibrates supports it. */
    private static final double ANY_RATE = 0.5;

    /**
     * The scores that alarms compare.
     *
     * @throws IllegalArgumentException if the density does not know its views
     */
    public static AlarmScorer of(TableDensity density) {
        Views views = density.about()
                .views()
                .orElseThrow(() -> new IllegalArgumentException("alarm: the model must know the distributions of its"
                        + " columns but its file does not say; train it again"));
        return new AlarmScorer(
                ViewScorer.of(density, views.marginals(), views.neighbours()),
                views.laws(),
                columns(density.schema()),
                false);
    }

    /** The score of each row [n]. */
    public List<Score> scores(Rows rows) {
        return scaled(by.scores(rows));
    }

    /** The density with a calibration by rows that did not train it, with the ranges of an earlier one if there is one. */
    public TableDensity calibrated(Rows normal) {
        double[] scores = Score.values(scores(normal));
        TableDensity density = by.density();
        TableDensity.About about = density.about();
        Calibration calibration =
                about.calibration().map(c -> c.with(scores)).orElseGet(() -> Calibration.of(scores, normal));
        int[] groups = about.calibration().map(Calibration::by).orElse(new int[0]);
        return density.with(
                about.withCalibration(ViewCalibration.labelled(calibration, scores, normal, density.schema())
                        .grouped(groups)));
    }

    /** The density whose alarms compare a row with the rows that have its labels in some columns. */
    public TableDensity calibratedBy(List<String> names) {
        TableDensity density = by.density();
        return density.with(
                density.about().withCalibration(alarm(ANY_RATE).by(names).calibration()));
    }

    /** An alarm that compares these scores with the calibration of the density. */
    public Alarm alarm(double rate) {
        return Alarm.of(this, by.density().about().calibration(), rate).withNames(this::observe);
    }

    /** The modelled columns of a schema as a verdict names them. */
    public static List<JudgedColumn> columns(Schema schema) {
        Map<String, Scorer.Text> dates = Moment.texts(schema);
        return schema.modelled().columns().stream()
                .map(c -> judged(c, Optional.ofNullable(dates.get(c.name()))))
                .toList();
    }

    private static JudgedColumn judged(Column column, Optional<Scorer.Text> date) {
        JudgedColumn plain = column.isCategory() || column.isWhole()
                ? new JudgedColumn(column.name(), column.labels(), column.isWhole())
                : JudgedColumn.ofReals(column.name(), date);
        return column.circle().map(c -> plain.onCircle(c.period(), c::place)).orElse(plain);
    }

    /** Takes a category that the model does not know for a missing cell, checks relations, and reports both. */
    public Alarm.Observed observe(Map<String, ?> row) {
        Schema schema = by.density().schema();
        Map<String, @Nullable Object> known = new HashMap<>(row);
        List<Verdict.Reason.Breach> breaches = new ArrayList<>();
        for (Column c : schema.columns()) {
            @Nullable Object value = row.get(c.name());
            Optional<Verdict.Reason.Breach> why = value == null || Column.isGap(value)
                    ? Optional.empty()
                    : c.values().breach(value, schema.notation(c.name()));
            if (why.isPresent()) {
                breaches.add(why.get());
                known.put(c.name(), null);
            }
        }
        double[] numbers = schema.encode(known);
        Relations relations = by.density().relations();
        breaches.addAll(relations.breaches(relations.record(known)));
        return new Alarm.Observed(numbers, breaches);
    }

    @Override
    public Score score(double[] row) {
        return scaled(by.score(row));
    }

    @Override
    public List<Score> scores(double[][] rows) {
        return scaled(by.scores(rows));
    }

    @Override
    public AlarmScorer explaining() {
        return new AlarmScorer(by, laws, columns, true);
    }

    @Override
    public List<Score> compared(double[][] rows) {
        return scaled(by.compared(rows));
    }

    @Override
    public List<Score> comparedRoughly(double[][] rows) {
        return scaled(by.comparedRoughly(rows));
    }

    private List<Score> scaled(List<ViewScorer.Scored> all) {
        return all.stream().map(this::scaled).toList();
    }

    private Score scaled(ViewScorer.Scored scored) {
        return explains
                ? laws.explaining(scored.byView(), scored.density())
                : laws.score(scored.byView(), scored.density());
    }

    @Override
    public List<Double> numbers(int column) {
        return by.numbers(column);
    }

    @Override
    public List<Double> frequent(int column) {
        return by.frequent(column);
    }

    @Override
    public boolean imputes() {
        return by.imputes();
    }

    @Override
    public Imputation impute(double[] row, int samples, long seed) {
        return by.impute(row, samples, seed);
    }

    @Override
    public List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
        return by.imputeRoughly(rows, samples, seeds);
    }

    @Override
    public Optional<Marginal.Tail> tail(int column, double value) {
        return by.marginals().columns().get(column).tail(value);
    }

    @Override
    public List<Neighbours.Difference> differences(double[] row) {
        return by.neighbours().map(n -> n.differences(row)).orElse(List.of());
    }
}
