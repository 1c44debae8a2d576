package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.plan.BufferPlan;

/** Steps for attention: one head of one row after another. */
final class AttentionSteps {
    private final BufferPlan plan;
    private final Kernels kernels;
    private final Workers workers;
    private final Scratch scratch;

    AttentionSteps(BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.kernels = kernels;
        this.workers = workers;
        this.scratch = scratch;
    }

    Step of(Attention op, int y) {
        int t = op.qkv().shape().dim(1);
        int f = op.heads() * op.width();
        int heads = op.heads();
        int qkv = plan.offset(op.qkv());
        int chunks = op.qkv().shape().dim(0) * heads;
        AttentionLayout layout = new AttentionLayout(t, op.width(), f);
        return switch (op) {
            case Attention.Attend _ -> {
                AttentionForward head = new AttentionForward(kernels, layout);
                int memory = scratch.take(head.scratch() * workers.count());
                yield workers.placed(chunks, (m, chunk, worker) -> {
                    int at = chunk / heads * t * f;
                    int of = chunk % heads * op.width();
                    head.run(m, qkv + 3 * at + of, y + at + of, memory + worker * head.scratch());
                });
            }
            case Attention.Recalled r -> {
                int known = plan.offset(r.known());
                int size = r.shape().size();
                yield m -> System.arraycopy(m, known, m, y, size);
            }
            case Attention.AttendGradient gradient -> {
                int g = plan.offset(gradient.g());
                AttentionBackward head = new AttentionBackward(kernels, layout);
                int memory = scratch.take(head.scratch() * workers.count());
                yield workers.placed(chunks, (m, chunk, worker) -> {
                    int at = chunk / heads * t * f;
                    int of = chunk % heads * op.width();
                    int scratchAt = memory + worker * head.scratch();
                    head.run(m, qkv + 3 * at + of, g + at + of, y + 3 * at + of, scratchAt);
                });
            }
        };
    }
}
