package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.benchmarks.verdict.AlarmScores;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A flow of this library; it judges by the score of its alarms. Columns are real numbers, also those of few values, as in the published comparison.
 *
 * @param recipe for a number of columns; the seed is the trial's
 * @param columns finds more in a table of real columns
 */
record FlowDetector(IntFunction<Recipe> recipe, UnaryOperator<Table> columns) implements Detector {
    FlowDetector(IntFunction<Recipe> recipe) {
        this(recipe, UnaryOperator.identity());
    }

    @Override
    public Learned fit(double[][] rows, long seed) {
        return new Flow(TableModel.fit(
                columns.apply(Table.of(rows)),
                recipe.apply(rows[0].length).withSeed(seed).withCalibration(0)));
    }

    private record Flow(TableModel model) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            return AlarmScores.of(model, rows);
        }

        @Override
        public boolean isDensity() {
            return true;
        }

        @Override
        public double[] logProb(double[][] rows) {
            return model.logProb(rows);
        }

        @Override
        public String about() {
            return model.fitted().map(Flow::about).orElse("");
        }

        private static String about(Fitted f) {
            return String.format(
                    Locale.ROOT,
                    "%d steps, %s, validation %.3f",
                    f.steps(),
                    f.end(),
                    f.heldOut().value());
        }
    }
}
