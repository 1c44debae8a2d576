package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tables on which users of other libraries reported losses that were not finite. */
final class ReportedTablesTest {
    private static final long SEED = 1;
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");

    private static double[][] normal(int n, int d) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[n][d];
        Arrays.stream(rows).forEach(row -> Arrays.setAll(row, _ -> random.nextGaussian()));
        return rows;
    }

    private static void assertTrains(double[][] rows, Recipe recipe) {
        TableModel model = TableModel.fit(Table.of(rows), recipe);
        assertTrue(Double.isFinite(model.fitted().orElseThrow().heldOut().value()), model.toString());
        assertTrue(Double.isFinite(model.logProb(rows[0])), model.toString());
    }

    @Test
    void nineteenColumnsWithThirtyTwoCouplings() {
        for (CouplingSpec.Kind kind :
                NIGHTLY ? CouplingSpec.Kind.values() : new CouplingSpec.Kind[] {CouplingSpec.Kind.MIXTURE}) {
            RowSpec deep = RowSpec.of(19, 0, 32).withCoupling(kind);
            assertTrains(normal(300, 19), Tables.QUICK.withArchitecture(deep).withSteps(NIGHTLY ? 10 : 3));
        }
    }

    @Test
    void tenRows() {
        assertTrains(normal(10, 3), Tables.QUICK.withSteps(10));
        assertTrains(normal(10, 1), Tables.QUICK.withSteps(10));
    }

    @Test
    void columnsOfAllScales() {
        double[][] rows = normal(300, 4);
        for (double[] row : rows) {
            row[0] *= 1e9;
            row[1] *= 1e-9;
            row[2] = 1.7e9 + 1_000 * row[2];
            row[3] = Math.tan(1.5 * Math.tanh(row[3]));
        }
        assertTrains(rows, Tables.QUICK);
    }

    @Test
    void oneRowIsRefused() {
        assertEquals(
                "fit: a table of 1 row with a known cell is too small: to train takes at least two rows, and one to validate; give some"
                        + " hundred rows",
                assertThrows(IllegalArgumentException.class, () -> TableModel.fit(Table.of(normal(1, 2)), Tables.QUICK))
                        .getMessage());
    }
}
