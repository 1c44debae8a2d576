package io.github.vflow.tensor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.plan.Stages;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StagedExecutableTest {
    private static final float[] DIAGONAL = {2, 0, 0, 3};
    private static final float[] ROW = {1, 10};

    /** x·w and ln |det w|, of which the determinant depends on w alone, and x·wᵀ. */
    private static Program program() {
        Trace t = new Trace();
        Tensor w = t.input("w", Shape.of(4)).reshape(2, 2);
        Tensor x = t.batch("x", Shape.of(1, 2));
        t.output("product", x.matmul(w));
        t.output("turned", x.matmul(w.transpose(1, 0)));
        t.output("det", w.logAbsDet());
        return t.program();
    }

    private static boolean has(Program p, Class<?> op) {
        return p.instructions().stream().anyMatch(i -> op.isInstance(i.op()));
    }

    @Test
    void determinantsAreInTheFirstStageAndViewsInTheSecond() {
        Stages stages = Stages.of(program(), Set.of("w"));
        assertTrue(has(stages.first(), LinearAlgebra.LogAbsDet.class));
        assertFalse(has(stages.second(), LinearAlgebra.LogAbsDet.class));
        assertFalse(has(stages.first(), Movement.Transpose.class));
        assertTrue(has(stages.second(), Movement.Transpose.class));
        assertTrue(stages.second().inputs().containsKey("w"), "views of w need it");
    }

    @Test
    void aFixedInputThatIsSetAgainCounts() {
        try (Executable e = StagedExecutable.of(Engines.vector(1), program(), Set.of("w"))) {
            e.set("w", DIAGONAL);
            e.set("x", ROW);
            e.run();
            e.run();
            assertEquals(Math.log(6), e.get("det"), 1e-6);
            e.set("w", new float[] {5, 0, 0, 1});
            e.run();
            assertEquals(Math.log(5), e.get("det"), 1e-6);
            double[] product = new double[2];
            e.get("product", product);
            assertEquals(5, product[0]);
            float[] w = new float[4];
            e.get("w", w);
            assertEquals(5, w[0]);
        }
    }

    @Test
    void aSingularMatrixIsRefusedInEveryRun() {
        try (Executable e = StagedExecutable.of(Engines.vector(1), program(), Set.of("w"))) {
            e.set("w", new float[] {1, 1, 1, 1});
            e.set("x", ROW);
            assertThrows(ArithmeticException.class, e::run);
            assertThrows(ArithmeticException.class, e::run);
        }
    }

    @Test
    void withoutWorkForTheFirstStageThereIsOneProgram() {
        try (Executable e = StagedExecutable.of(Engines.vector(1), program(), Set.of())) {
            assertFalse(e instanceof StagedExecutable);
        }
    }

    @Test
    void aProgramWithUpdatesIsRefused() {
        Trace t = new Trace();
        Tensor w = t.input("w", Shape.of(2));
        t.update(w, w.plus(1));
        Program p = t.program();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Stages.of(p, Set.of("w")));
        assertEquals("Stages: a program with updates has no fixed inputs, but it updates [w]", e.getMessage());
    }
}
