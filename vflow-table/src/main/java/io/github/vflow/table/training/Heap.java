package io.github.vflow.table.training;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import java.util.Locale;

/** Compares the needs of a training with the heap, before anything of its size is made. */
final class Heap {
    /** The part of the heap that training may fill: the collector needs room too. */
    private static final double USABLE = 0.8;

    /** Arrays as long as the parameters: of the model, of the last and the best state, and of Adam's moments, old and new. */
    private static final int COPIES = 12;

    private static final double MIB = 1 << 20;
    private static final int FEWEST_ROWS = 16;

    private Heap() {}

    /**
     * Checks that a training fits.
     *
     * @throws IllegalArgumentException if it does not; the message says which batch would fit
     */
    static void requireRoom(Model model, TrainingPlan plan) {
        if (hasRoom(model, plan)) {
            return;
        }
        double heap = Runtime.getRuntime().maxMemory();
        double needed = bytes(model, plan);
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "fit: training on batches of %,d rows with %,d parameters needs %,.0f MiB but the heap has %,.0f MiB;"
                        + " %schoose a smaller architecture, or start java with -Xmx%.0fm",
                plan.batchSize(),
                model.parameters().size(),
                needed / MIB,
                heap / MIB,
                smallerBatch(model, plan),
                Math.ceil(needed / USABLE / MIB)));
    }

    /** Whether a training fits into the heap. */
    static boolean hasRoom(Model model, TrainingPlan plan) {
        return hasRoom(model, plan, 1);
    }

    /** Whether some equal trainings fit into the heap side by side. */
    static boolean hasRoom(Model model, TrainingPlan plan, int trainings) {
        double usable = USABLE * Runtime.getRuntime().maxMemory() / trainings;
        return TrainingProgram.mostBytes(model, plan) + ofCopies(model) <= usable || bytes(model, plan) <= usable;
    }

    private static String smallerBatch(Model model, TrainingPlan plan) {
        for (int rows = plan.batchSize() / 2; rows >= FEWEST_ROWS; rows /= 2) {
            if (hasRoom(model, plan.withBatchSize(rows))) {
                return "use batches of " + rows + " rows, ";
            }
        }
        return "";
    }

    private static double bytes(Model model, TrainingPlan plan) {
        return TrainingProgram.bytes(model, plan) + ofCopies(model);
    }

    private static double ofCopies(Model model) {
        return (double) COPIES * Float.BYTES * model.parameters().size();
    }
}
