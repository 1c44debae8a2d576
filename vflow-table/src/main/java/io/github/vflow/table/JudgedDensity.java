package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.verdict.RowModel;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adapts the density of a table to what a verdict asks of it. A row's score is the mean of its ln p by the densities that rank anomalies, with the
 * levels of its atoms.
 *
 * @param density of the table, which draws missing cells
 * @param ranking the densities that rank
 * @param columns of the table
 * @param levels of atoms
 */
record JudgedDensity(
        TableDensity density, List<TableDensity> ranking, List<RowModel.JudgedColumn> columns, AtomLevels levels)
        implements RowModel {
    /** The scores that alarms compare. */
    static JudgedDensity of(TableDensity density) {
        return of(density, AtomLevels.ofAlarms(density.model()));
    }

    static JudgedDensity of(TableDensity density, AtomLevels levels) {
        return new JudgedDensity(density, density.ranking(), columns(density.schema()), levels);
    }

    /** The score of each row, in nats. */
    double[] scores(Rows rows) {
        double[] mean = new double[rows.size()];
        for (TableDensity d : ranking) {
            double[] logs = d.logProb(rows);
            Arrays.setAll(mean, i -> mean[i] + logs[i] / ranking.size());
        }
        if (!levels.isEmpty()) {
            Arrays.setAll(mean, i -> mean[i] + levels.of(rows.copyRow(i)));
        }
        return mean;
    }

    /** The modelled columns of a schema as a verdict names them. */
    static List<JudgedColumn> columns(Schema schema) {
        Map<String, RowModel.Text> dates = Moment.texts(schema);
        return schema.modelled().columns().stream()
                .map(c -> judged(c, Optional.ofNullable(dates.get(c.name()))))
                .toList();
    }

    private static JudgedColumn judged(Column column, Optional<RowModel.Text> date) {
        return switch (column) {
            case Column.Category c -> new JudgedColumn(c.name(), c.kind().labels(), false);
            case Column.Whole w -> new JudgedColumn(w.name(), List.of(), true);
            case Column.Circular c -> JudgedColumn.ofReals(c.name(), date).onCircle(c.period(), c::place);
            case Column.Numeric _, Column.LeftOut _ -> JudgedColumn.ofReals(column.name(), date);
        };
    }

    /** Takes a category that the model does not know for a missing cell, checks relations, and reports both. */
    @Override
    public Observed observe(Map<String, ?> row) {
        Schema schema = density.schema();
        Map<String, @Nullable Object> known = new HashMap<>(row);
        List<Verdict.Reason.Breach> breaches = new ArrayList<>();
        for (Column c : schema.columns()) {
            @Nullable Object value = row.get(c.name());
            if (c.values() instanceof Column.Category category && !Column.isGap(value) && category.find(value) < 0) {
                breaches.add(new Verdict.Reason.UnseenCategory(c.name(), String.valueOf(value)));
                known.put(c.name(), null);
            }
            if (c instanceof Column.Constant constant && isOther(constant, value)) {
                breaches.add(new Verdict.Reason.BrokenRelation(c.name(), constant.value(), "", String.valueOf(value)));
                known.put(c.name(), null);
            }
        }
        double[] numbers = schema.encode(known);
        Relations relations = density.relations();
        breaches.addAll(relations.breaches(relations.record(known)));
        return new Observed(numbers, breaches);
    }

    private static boolean isOther(Column.Constant constant, @Nullable Object value) {
        return !Column.isGap(value) && !constant.holds(String.valueOf(value));
    }

    @Override
    public ImportanceEstimate estimate(double[] row) {
        return mean(row, ranking.stream().map(d -> d.estimate(row)).toList());
    }

    @Override
    public ImportanceEstimate[] estimates(double[][] rows) {
        List<ImportanceEstimate[]> all =
                ranking.stream().map(d -> d.estimates(rows)).toList();
        return IntStream.range(0, rows.length)
                .mapToObj(i -> mean(rows[i], all.stream().map(e -> e[i]).toList()))
                .toArray(ImportanceEstimate[]::new);
    }

    private ImportanceEstimate mean(double[] row, List<ImportanceEstimate> all) {
        double sum = 0;
        double error = 0;
        double effective = Double.POSITIVE_INFINITY;
        for (ImportanceEstimate e : all) {
            sum += e.logProb() / all.size();
            error = Math.hypot(error, e.standardError() / all.size());
            effective = Math.min(effective, e.effectiveSampleSize());
        }
        return new ImportanceEstimate(sum + levels.of(row), error, effective);
    }

    /** A row of one column has no known cells, so its draws are samples. */
    @Override
    public Imputation impute(double[] row, int samples, long seed) {
        if (row.length > 1) {
            return density.impute(row, samples, seed);
        }
        return Imputation.equal(density.sample(s -> s.draw(samples, 1, seed)));
    }
}
