package io.github.vflow.tornado.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Runs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FloorsTest {
    private static final double FLOOR = -0.5;

    /** Two mixtures; one log-scale is under the floor, one is on it, and gets a gradient. */
    private static final Map<String, double[]> INPUTS = Map.of(
            "x", new double[] {0.3, -0.7},
            "logits", new double[] {0.1, 0.5, -0.2, 0, 1, 0.3},
            "means", new double[] {-1, 0, 1, 0.5, 0.2, -0.4},
            "logScales", new double[] {-0.9, FLOOR, 0.1, 0, -0.4, 0.2});

    private static Program program(double floor) {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2));
        Tensor logits = t.input("logits", Shape.of(2, 3));
        Tensor means = t.input("means", Shape.of(2, 3));
        Tensor logScales = t.input("logScales", Shape.of(2, 3));
        Tensor odds = x.mixtureLogOdds(logits, means, logScales, floor);
        t.output("odds", odds);
        t.output("root", x.mixtureInverse(logits, means, logScales, floor));
        List<Tensor> g = Gradient.of(odds.times(odds).sum(1).sum(0), x, logits, means, logScales);
        t.output("ofX", g.get(0));
        t.output("ofLogits", g.get(1));
        t.output("ofMeans", g.get(2));
        t.output("ofLogScales", g.get(3));
        return t.program();
    }

    @Test
    void mixturesWithoutFloorComputeTheSame() {
        Program p = program(FLOOR);
        Program apart = Floors.apart(p);
        assertEquals(0, floors(apart));
        Map<String, double[]> expected = Runs.reference(p, INPUTS);
        Runs.reference(apart, INPUTS).forEach((name, y) -> assertArrayEquals(expected.get(name), y, 1e-13, name));
        double[] ofLogScales = expected.get("ofLogScales");
        assertEquals(0, ofLogScales[0], "under the floor");
        assertNotEquals(0, ofLogScales[1], "on the floor");
    }

    @Test
    void aProgramWithoutFloorsStaysAsItIs() {
        Program p = program(Mixture.NO_FLOOR);
        assertSame(p, Floors.apart(p));
    }

    private static long floors(Program p) {
        return p.instructions().stream()
                .filter(i -> i.op() instanceof Mixture m && m.floor() != Mixture.NO_FLOOR)
                .count();
    }
}
