package io.github.vflow.tensor.lower.step;

import io.github.vflow.tensor.plan.BufferPlan;
import java.util.function.Supplier;

/**
 * Hands out memory behind the plan. Memory that is taken inside {@link #during} belongs to one step while it runs; steps run one
 * after another, so all of them share it. Other memory is kept for good.
 */
public final class Scratch {
    private int top;
    private int highest;

    public Scratch(long from) {
        top = BufferPlan.length(from);
    }

    /** Prepares a step. Memory that it takes is free again for the next step. */
    public <T> T during(Supplier<T> prepare) {
        int kept = top;
        try {
            return prepare.get();
        } finally {
            highest = Math.max(highest, top);
            top = kept;
        }
    }

    /** Takes some floats and answers their offset. */
    public int take(int floats) {
        int at = top;
        top = BufferPlan.length((long) top + aligned(floats));
        return at;
    }

    /** Rounds a number of floats up to whole cache lines. */
    public static int aligned(int floats) {
        return (floats + BufferPlan.ALIGNMENT - 1) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT;
    }

    /** The length of the array, plan included. */
    public int size() {
        return Math.max(top, highest);
    }
}
