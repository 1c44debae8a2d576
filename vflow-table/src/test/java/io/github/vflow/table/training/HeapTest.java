package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.layer.Activation;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The needs of a training, by the bytes of its program, twelve arrays of parameters, and four fifths of the heap. */
final class HeapTest {
    private static final double HEAP = Runtime.getRuntime().maxMemory();
    private static final FlowModel SMALL = Models.of(RowSpec.of(2, 0, 1), 1);
    private static final TrainingPlan PLAN = TrainingPlan.of(10, 64, 0.01, 1);

    private static double needed(FlowModel model, TrainingPlan plan) {
        return TrainingProgram.bytes(model, plan) + 48.0 * model.parameters().size();
    }

    @Test
    void equalTrainingsSideBySideShareTheHeap() {
        assertDoesNotThrow(() -> Heap.requireRoom(SMALL, PLAN));
        assertTrue(Heap.hasRoom(SMALL, PLAN));
        int most = (int) (0.8 * HEAP / needed(SMALL, PLAN));
        assertTrue(Heap.hasRoom(SMALL, PLAN, most));
        assertFalse(Heap.hasRoom(SMALL, PLAN, most + 1));
    }

    /** The largest batch that fits is found by halving, so the batch of the advice fits and its double does not. */
    @Test
    void theMessageHasTheNumbersAndABatchThatFits() {
        FlowModel wide = Models.of(RowSpec.of(2, 0, 1).withConditioner(List.of(256), Activation.RELU), 1);
        int batch = IntStream.iterate(64, b -> 2 * b)
                .filter(b -> needed(wide, PLAN.withBatchSize(b)) > 0.8 * HEAP)
                .findFirst()
                .orElseThrow();
        TrainingPlan large = PLAN.withBatchSize(batch);
        String text = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Heap.requireRoom(wide, large))
                .getMessage());
        double needed = needed(wide, large);
        double mib = 1024 * 1024;
        assertEquals(
                String.format(
                        Locale.ROOT,
                        "fit: training on batches of %,d rows with %,d parameters needs %,.0f MiB but the heap has %,.0f"
                                + " MiB; use batches of %d rows, choose a smaller architecture, or start java with -Xmx%.0fm",
                        batch,
                        wide.parameters().size(),
                        needed / mib,
                        HEAP / mib,
                        batch / 2,
                        Math.ceil(needed / 0.8 / mib)),
                text);
        String halved = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> Heap.requireRoom(wide, PLAN.withBatchSize(4 * batch)))
                .getMessage());
        assertTrue(halved.contains("; use batches of " + batch / 2 + " rows, choose"), halved);
    }
}
