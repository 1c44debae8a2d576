package io.github.vflow.tensor.lower.step;

import io.github.vflow.tensor.plan.BufferPlan;
import java.util.function.Supplier;

/**
 * Memory behind the planned values: for what has to outlast a step, and behind that for what one step needs. Steps run one
 * after another, so all of them share the latter.
 */
public final class Scratch {
    private int top;
    private int highest;

    public Scratch(long from) {
        top = BufferPlan.length(from);
    }

    /** What the step that is prepared by this call takes is its own only while it runs. */
    public <T> T during(Supplier<T> prepare) {
        int kept = top;
        try {
            return prepare.get();
        } finally {
            highest = Math.max(highest, top);
            top = kept;
        }
    }

    /** The offset of some floats that nobody else gets. */
    public int take(int floats) {
        int at = top;
        top = BufferPlan.length((long) top + aligned(floats));
        return at;
    }

    /** So many floats or somewhat more: whole cache lines. */
    public static int aligned(int floats) {
        return (floats + BufferPlan.ALIGNMENT - 1) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT;
    }

    /** Floats in all, the planned ones included. */
    public int size() {
        return Math.max(top, highest);
    }
}
