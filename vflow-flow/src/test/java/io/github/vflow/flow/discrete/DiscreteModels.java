package io.github.vflow.flow.discrete;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Models with discrete columns, and all of their rows. */
final class DiscreteModels {
    private DiscreteModels() {}

    /** With columns of some kinds, counted, for rows with missing cells. */
    static RowSpec spec(List<ColumnSpec> kinds, double[][] counted) {
        return SmallModels.spec(kinds.size(), CouplingSpec.Kind.MIXTURE)
                .withKinds(kinds)
                .withFill(RowSpec.Fill.standard())
                .counted(Rows.of(counted));
    }

    /** All rows of some columns, each of which has the values from {@code low} on. */
    static double[][] all(double[] low, int... counts) {
        List<double[]> rows = new ArrayList<>(List.of(new double[0]));
        for (int j = 0; j < counts.length; j++) {
            List<double[]> longer = new ArrayList<>();
            for (double[] row : rows) {
                for (int k = 0; k < counts[j]; k++) {
                    double[] next = Arrays.copyOf(row, row.length + 1);
                    next[row.length] = low[j] + k;
                    longer.add(next);
                }
            }
            rows = longer;
        }
        return rows.toArray(double[][]::new);
    }
}
