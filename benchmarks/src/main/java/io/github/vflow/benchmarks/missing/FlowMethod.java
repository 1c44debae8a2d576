package io.github.vflow.benchmarks.missing;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * VFlow: a {@link TableModel} learned from rows with gaps. ln p of the known cells is its importance-weighted estimate, and a missing cell is
 * filled with the mean of draws.
 *
 * @param recipe how to learn; the seed is the trial's
 * @param draws of a row
 */
record FlowMethod(Recipe recipe, int draws) implements Method {
    @Override
    public String name() {
        return "VFlow";
    }

    @Override
    public Learned fit(double[][] rows, long seed) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        Table table = Table.of(Rows.withGaps(flat, rows[0].length), List.of());
        return new Flow(TableModel.fit(table, recipe.withSeed(seed)), draws, seed);
    }

    private record Flow(TableModel model, int draws, long seed) implements Learned {
        @Override
        public OptionalDouble logProb(double[] row) {
            return OptionalDouble.of(model.logProb(row));
        }

        @Override
        public double[] impute(double[] row) {
            return Cells.known(row).cardinality() == row.length
                    ? row.clone()
                    : Cells.filled(row, model.impute(row, draws, seed).mean());
        }

        @Override
        public String about() {
            return model.fitted().map(f -> f.steps() + " steps, " + f.end()).orElse("");
        }
    }
}
