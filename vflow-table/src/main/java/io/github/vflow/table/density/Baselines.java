package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Baselines of tables and of model files. */
public final class Baselines {
    /** The note of a file that holds the baseline as JSON. */
    static final String NOTE = "baseline";

    private static final long SEED = 1;

    private Baselines() {}

    /** The rows that a baseline is made of. */
    private static Rows some(Rows rows) {
        return rows.size() <= AnswerDefaults.BASELINE_ROWS
                ? rows
                : rows.select(Arrays.copyOf(Rows.shuffled(rows.size(), SEED), AnswerDefaults.BASELINE_ROWS));
    }

    /**
     * The baseline of at most 10,000 of some rows, chosen at random.
     *
     * @param scores ln p of rows that the model was not trained on; empty to leave scores out
     */
    public static Baseline of(Schema modelled, Rows rows, double[] scores) {
        List<Column> columns = modelled.columns();
        if (rows.features() != columns.size()) {
            throw new IllegalArgumentException("baseline: expected rows of " + columns.size() + " numbers, "
                    + modelled.names() + ", but they have " + rows.features() + "; give the modelled columns");
        }
        Rows some = some(rows);
        Baseline.Builder baseline = Baseline.builder();
        for (int j = 0; j < columns.size(); j++) {
            Column c = columns.get(j);
            double[] values = some.copyColumn(j);
            if (c.isCategory()) {
                baseline.category(c.name(), c.labels(), values);
            } else {
                baseline.numbers(c.name(), values);
            }
        }
        return scores.length == 0 ? baseline.build() : baseline.scores(scores).build();
    }

    /** The baseline of a file; empty if it has none. */
    public static Optional<Baseline> of(ModelFile file, String origin, Schema schema) throws FileFormatException {
        String note = file.notes().get(NOTE);
        if (note == null) {
            return Optional.empty();
        }
        Baseline baseline;
        try {
            baseline = Baseline.ofJson(note);
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(origin + ": its baseline is damaged: " + e.getMessage() + "; train again", e);
        }
        List<?> found = baseline.columns().entrySet().stream()
                .map(c -> List.of(c.getKey(), c.getValue()))
                .toList();
        List<?> expected = schema.modelled().columns().stream()
                .map(c -> List.of(c.name(), c.labels()))
                .toList();
        if (!found.equals(expected)) {
            throw new FileFormatException(origin + ": its baseline must have the columns and labels of the model, "
                    + expected + ", but has " + found + "; train again");
        }
        return Optional.of(baseline);
    }

    /** The density with another baseline, of rows that did not train it. */
    public static TableDensity replaced(TableDensity density, Rows rows) {
        Baseline taken = of(density.schema().modelled(), rows, density.logProb(some(rows)));
        return density.with(density.about().withBaseline(taken));
    }

    /** Compares rows that the density draws, with gaps, with its baseline, without their ln p. */
    public static Comparison compareDraws(TableDensity density, int n, long seed) {
        Baseline baseline = density.requireBaseline();
        Comparison.Window seen = new Comparison.Window(baseline);
        SplittableRandom random = new SplittableRandom(seed);
        for (double[] row : density.sample(n, Map.of(), seed)) {
            seen.add(baseline.withGaps(row, Set.of(), random), 0);
        }
        return seen.compareKnown();
    }

    /** Compares rows and their ln p with the baseline of a density. */
    public static Comparison compare(TableDensity density, Rows rows) {
        Comparison.Window seen = new Comparison.Window(density.requireBaseline());
        double[] logs = density.logProb(rows);
        for (int i = 0; i < logs.length; i++) {
            seen.add(rows.copyRow(i), logs[i]);
        }
        return seen.compare();
    }
}
