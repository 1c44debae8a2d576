package io.github.vflow.tensor.run;

import io.github.vflow.tensor.plan.BufferPlan;

/** Memory behind the planned values, for what steps need between themselves. */
final class Scratch {
    private int top;

    Scratch(int from) {
        top = from;
    }

    /** The offset of some floats that nobody else gets. */
    int take(int floats) {
        int at = top;
        top = Math.addExact(top, (floats + BufferPlan.ALIGNMENT - 1) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT);
        return at;
    }

    /** Floats in all, the planned ones included. */
    int size() {
        return top;
    }
}
