package io.github.vflow.tensor.execution;

import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.lower.step.WorkerThreads;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.table.Example;
import io.github.vflow.tensor.table.OpTable;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Results do not depend on what was in memory before, which may be anything that another step has left: what a step reads, a step has
 * written, and numbers that it reads beside them leave no trace. By day the small examples are the first few of each operation.
 */
final class PoisonedMemoryTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int OF_AN_OPERATION = 4;
    private static final VectorEngine ENGINE = new VectorEngine(AvailableKernels.best(), 2);

    static Stream<Example> examples() {
        Map<Class<?>, Integer> taken = new HashMap<>();
        return Stream.concat(
                OpTable.large(),
                OpTable.examples().filter(e -> NIGHTLY || taken.merge(e.op(), 1, Integer::sum) <= OF_AN_OPERATION));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void resultsAreTheSame(Example example) {
        Example.Traced t = example.trace();
        t.inputs().trace().output("y", t.result());
        Program program = t.inputs().trace().program();
        try (FloatExecutable e =
                ENGINE.prepare(program, new WorkerThreads(ENGINE.threads()), BufferPlan.START, Map.of())) {
            float[] expected = run(e, t, 0f);
            Approx.assertSameBits(example + " after NaN", expected, run(e, t, Float.NaN));
            Approx.assertSameBits(example + " after ∞", expected, run(e, t, Float.POSITIVE_INFINITY));
        }
    }

    private static float[] run(FloatExecutable e, Example.Traced t, float before) {
        float[] memory = e.array();
        Arrays.fill(memory, before);
        e.on(memory);
        t.inputs().values().forEach(e::set);
        e.run();
        float[] y = new float[t.result().shape().size()];
        e.get("y", y);
        return y;
    }
}
