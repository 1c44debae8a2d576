package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.bijector.elementwise.MarginalMaps;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The terms of known and missing cells. */
final class FillMissingTest {
    private static final MarginalMap FIRST = new MarginalMap(List.of(-1.0, 1.0), List.of(0.5, 3.0), 0);
    private static final MarginalMap SECOND = new MarginalMap(List.of(-2.0, 0.5, 1.0), List.of(2.0, 0.2, 1.0), -1);
    private static final double[] LOG_STD = {0.3, -0.7};

    /** A known cell adds ln of the slope of its map, a missing one the ln std that the model subtracts for all. */
    @Test
    void missingCellsOfMapsAddNoSlope() {
        Parallel maps =
                new Parallel(List.of(new Parallel.Part(2, new Bijective(new MarginalMaps(List.of(FIRST, SECOND))))));
        FillMissing filling = new FillMissing(
                maps, new SubsetDensity(List.of(), 1, Optional.empty()), List.of(LOG_STD[0], LOG_STD[1]));
        double[] x = {0.4, -1.5, 0.4, -1.5, 0.4, -1.5, 0.4, -1.5};
        double[] known = {1, 1, 1, 0, 0, 1, 0, 0};
        int rows = 4;
        Trace t = new Trace();
        Tensor numbers = t.batch("x", Shape.of(rows, 2));
        t.output(
                "added",
                filling.lifted(
                                Cells.known(numbers),
                                t.batch("known", Shape.of(rows, 2)),
                                t.batch("noise", Shape.of(rows, 1)),
                                Condition.none())
                        .added());
        double[] added = Eval.of(Eval.REFERENCE, t, Map.of("x", x, "known", known, "noise", new double[rows]))
                .get("added");
        double[] slopes = {FIRST.curve().logSlope(0.4), SECOND.curve().logSlope(-1.5)};
        for (int row = 0; row < rows; row++) {
            double expected = 0;
            for (int j = 0; j < 2; j++) {
                expected += known[2 * row + j] == 1 ? slopes[j] : LOG_STD[j];
            }
            Approx.assertClose("row " + row, expected, added[row], Approx.ROUND_TRIP);
        }
    }
}
