package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A column of three atoms, number by number. */
final class AtomTest {
    private static final double SCALE = 0.1;
    private static final double LOG_STD = 0.4;
    private static final Atom COLUMN =
            new Atom(new Bijective(Chain.of()), List.of(-1.0, 0.5, 2.0), SCALE, LOG_STD, List.of());

    /** Another number stays as it is; at the k-th atom there is noise around the k-th centre, less its density. */
    @Test
    void eachAtomHasNoiseAroundItsOwnCentre() {
        int rows = 4;
        double[] noise = {0.3, -1.2, 0.8, 2};
        Trace t = new Trace();
        Cells cells = new Cells(t.batch("x", Shape.of(rows, 1)), t.batch("states", Shape.of(rows, 1)));
        Lifted lifted = COLUMN.lift(cells, t.batch("noise", Shape.of(rows, 1)), Condition.none());
        t.output("v", lifted.value());
        t.output("added", lifted.added());
        Map<String, double[]> out = Eval.of(
                Eval.REFERENCE,
                t,
                Map.of("x", new double[] {0.7, 0, 0, 0}, "states", new double[] {0, -1, -2, -3}, "noise", noise));
        double[] centres = {-1, 0.5, 2};
        Approx.assertClose("another number", 0.7, out.get("v")[0], Approx.CLOSED_FORM);
        Approx.assertClose("its term", 0, out.get("added")[0], Approx.CLOSED_FORM);
        for (int k = 1; k < rows; k++) {
            double n = noise[k];
            Approx.assertClose("place of atom " + k, centres[k - 1] + SCALE * n, out.get("v")[k], Approx.CLOSED_FORM);
            Approx.assertClose(
                    "term of atom " + k,
                    n * n / 2 + Math.log(SCALE * Math.sqrt(2 * Math.PI)) + LOG_STD,
                    out.get("added")[k],
                    Approx.CLOSED_FORM);
        }
    }
}
