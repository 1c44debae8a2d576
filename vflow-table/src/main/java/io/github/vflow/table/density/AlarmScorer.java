package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.AlarmScore;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of a table their alarm scores: the mean of ln p by the densities that rank anomalies, with the levels of atoms.
 *
 * @param density of the table, which draws missing cells
 * @param ranking the densities that rank
 * @param columns of the table
 * @param levels of atoms
 * @param screening the values and samples by which it compares columns
 */
public record AlarmScorer(
        TableDensity density,
        List<TableDensity> ranking,
        List<Scorer.JudgedColumn> columns,
        AtomLevels levels,
        Screening screening)
        implements Scorer<AlarmScore> {
    /** The scores that alarms compare. */
    public static AlarmScorer of(TableDensity density) {
        return of(density, AtomLevels.ofAlarms(density.model()));
    }

    public static AlarmScorer of(TableDensity density, AtomLevels levels) {
        List<TableDensity> ranking = density.ranking();
        return new AlarmScorer(
                density, ranking, columns(density.schema()), levels, Screening.of(density, ranking, levels));
    }

    /** The score of each row [n]. */
    public List<AlarmScore> scores(Rows rows) {
        return scores(IntStream.range(0, rows.size()).mapToObj(rows::copyRow).toArray(double[][]::new));
    }

    /** The density with a calibration by rows that did not train it, with the ranges of an earlier one if there is one. */
    public TableDensity calibrated(Rows normal) {
        double[] scores = Score.values(scores(normal));
        TableDensity.About about = density.about();
        return density.with(about.withCalibration(
                about.calibration().map(c -> c.with(scores)).orElseGet(() -> Calibration.of(scores, normal))));
    }

    /** An alarm that compares these scores with the calibration of the density. */
    public Alarm alarm(double rate) {
        return Alarm.of(this, density.about().calibration(), rate).withNames(this::observe);
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
        Schema schema = density.schema();
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
        Relations relations = density.relations();
        breaches.addAll(relations.breaches(relations.record(known)));
        return new Alarm.Observed(numbers, breaches);
    }

    @Override
    public AlarmScore score(double[] row) {
        return mean(row, ranking.stream().map(d -> d.estimate(row)).toList());
    }

    @Override
    public List<AlarmScore> scores(double[][] rows) {
        List<ImportanceEstimate[]> all =
                ranking.stream().map(d -> d.estimates(rows)).toList();
        return means(rows, all);
    }

    private List<AlarmScore> means(double[][] rows, List<ImportanceEstimate[]> all) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> mean(rows[i], all.stream().map(e -> e[i]).toList()))
                .toList();
    }

    @Override
    public List<AlarmScore> compared(double[][] rows) {
        return means(rows, screening.some().stream().map(e -> e.estimates(rows)).toList());
    }

    @Override
    public List<AlarmScore> comparedRoughly(double[][] rows) {
        return means(rows, screening.few().stream().map(e -> e.estimates(rows)).toList());
    }

    @Override
    public boolean imputes() {
        return density.model().forMissing().isPresent();
    }

    @Override
    public List<Double> numbers(int column) {
        return screening.numbers().get(column);
    }

    @Override
    public List<Double> frequent(int column) {
        return screening.frequent().get(column);
    }

    private AlarmScore mean(double[] row, List<ImportanceEstimate> all) {
        double sum = 0;
        double error = 0;
        double effective = Double.POSITIVE_INFINITY;
        for (ImportanceEstimate e : all) {
            sum += e.logProb() / all.size();
            error = Math.hypot(error, e.standardError() / all.size());
            effective = Math.min(effective, e.effectiveSampleSize());
        }
        return new AlarmScore(sum + levels.of(row), error, effective);
    }

    /** A row of one column has no known cells, so its draws are samples. */
    @Override
    public Imputation impute(double[] row, int samples, long seed) {
        if (row.length > 1) {
            return density.impute(row, samples, seed);
        }
        return Imputation.equal(density.sample(s -> s.draw(samples, 1, seed)));
    }

    @Override
    public List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
        return columns.size() > 1
                ? density.imputeRoughly(rows, samples, seeds)
                : Scorer.super.imputeRoughly(rows, samples, seeds);
    }
}
