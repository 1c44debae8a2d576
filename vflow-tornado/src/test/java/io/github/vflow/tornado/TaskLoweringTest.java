package io.github.vflow.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tornado.lower.Abilities;
import io.github.vflow.tornado.lower.Kernel;
import io.github.vflow.tornado.lower.Lowered;
import io.github.vflow.tornado.lower.Task;
import io.github.vflow.tornado.lower.TaskLowering;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which kernels programs become, and what is said where they cannot. */
final class TaskLoweringTest {
    private static final Abilities ALL = new Abilities(true, true);

    private static Program program(Shape shape, UnaryOperator<Tensor> f) {
        Trace t = new Trace();
        t.output("y", f.apply(t.input("x", shape)));
        return t.program();
    }

    private static List<Kernel> kernels(Shape shape, UnaryOperator<Tensor> f) {
        return TaskLowering.of(program(shape, f), ALL).tasks().stream()
                .map(Task::kernel)
                .toList();
    }

    @Test
    void runsOfElementwiseOperationsAreOneLaunch() {
        assertEquals(
                List.of(Kernel.CHAIN),
                kernels(Shape.of(3, 5), x -> x.tanh().times(x).plus(1).exp().minus(x.sigmoid())));
        // the second half reads what other work items of the first make
        assertEquals(
                List.of(Kernel.CHAIN, Kernel.CHAIN),
                kernels(Shape.of(5, 5), x -> x.tanh().transpose(1, 0).plus(x)));
    }

    @Test
    void largeProductsLongSumsAndAttentionUseLocalMemory() {
        assertEquals(List.of(Kernel.TILES), kernels(Shape.of(100, 100), x -> x.matmul(x)));
        assertEquals(List.of(Kernel.PRODUCT), kernels(Shape.of(10, 10), x -> x.matmul(x)));
        assertEquals(List.of(Kernel.TREE), kernels(Shape.of(3, 128), x -> x.sum(1)));
        assertEquals(List.of(Kernel.REDUCE), kernels(Shape.of(3, 127), x -> x.sum(1)));
        assertEquals(List.of(Kernel.ATTEND_TILES), kernels(Shape.of(2, 9, 3 * 32), x -> x.attention(1)));
        assertEquals(List.of(Kernel.ATTEND), kernels(Shape.of(2, 9, 3 * 33), x -> x.attention(1)));
    }

    /** Where a product has few results but long sums, parts of the sums are computed side by side. */
    @Test
    void longContractionsAreCut() {
        assertEquals(List.of(Kernel.TILES, Kernel.REDUCE), kernels(Shape.of(3000, 20), x -> x.matmul(x, true, false)));
    }

    @Test
    void workItemsAreMultiplesOfTheGroup() {
        Lowered l = TaskLowering.of(program(Shape.of(3, 130), x -> x.exp().sum(1)), ALL);
        assertEquals(List.of(448, 384), l.tasks().stream().map(Task::items).toList());
    }

    @Test
    void whatCannotBeLoweredIsNamed() {
        Program inverse = program(Shape.of(3, 3), Tensor::inverse);
        Exception e = assertThrows(
                UnsupportedOperationException.class, () -> TaskLowering.of(inverse, new Abilities(true, false)));
        assertEquals(
                "tornado: \"" + inverse.instructions().getLast()
                        + "\" is computed in double precision, which the device does not have; use the vector engine",
                e.getMessage());
        Program deep = program(Shape.of(1, 1, 1, 1, 1, 1, 1, 1, 1), Tensor::exp);
        Exception axes = assertThrows(UnsupportedOperationException.class, () -> TaskLowering.of(deep, ALL));
        assertEquals(
                "tornado: \"" + deep.instructions().getFirst() + "\" has 9 axes; kernels take at most 8",
                axes.getMessage());
    }

    @Test
    void plansAndDescriptionsAreForPeople() {
        String plan = TaskLowering.of(program(Shape.of(3), Tensor::exp), ALL).plan();
        assertTrue(plan.matches("\\d+ instructions.*bytes.*; 1 launch of a kernel"), plan);
    }

    /** The provider is found by its name; without a device it says in one line what is missing. */
    @Test
    void theEngineIsFound() {
        TornadoEngine engine = new TornadoEngine();
        assertEquals("tornado", engine.name());
        assertTrue(Engines.provided().stream().anyMatch(e -> e instanceof TornadoEngine));
        engine.missing()
                .ifPresentOrElse(
                        why -> {
                            Exception e =
                                    assertThrows(IllegalArgumentException.class, () -> Engines.named("tornado", 1));
                            assertEquals("engine \"tornado\" cannot run here: " + why, e.getMessage());
                            assertEquals(1, why.lines().count());
                            assertThrows(
                                    IllegalStateException.class,
                                    () -> engine.compile(program(Shape.of(3), Tensor::exp)));
                        },
                        () -> {
                            String first = engine.devices().getFirst().name();
                            assertEquals(first, Engines.named(first, 1).name());
                            Exception e =
                                    assertThrows(IllegalArgumentException.class, () -> Engines.named("tornado:9:9", 1));
                            assertTrue(e.getMessage().startsWith("no device \"tornado:9:9\" here; there are " + first));
                        });
    }
}
