package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.plan.BufferPlan;

/** Offsets in the array of the program: planned values first, working memory of kernels behind them. */
final class Offsets {
    private final BufferPlan plan;
    private int size;

    Offsets(BufferPlan plan) {
        this.plan = plan;
        this.size = BufferPlan.length(plan.size());
    }

    int of(Value v) {
        return plan.offset(v);
    }

    /** Takes working memory, and answers its offset. */
    int take(int numbers) {
        int at = size;
        size = BufferPlan.length(
                size + (numbers + BufferPlan.ALIGNMENT - 1L) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT);
        return at;
    }

    int size() {
        return size;
    }
}
