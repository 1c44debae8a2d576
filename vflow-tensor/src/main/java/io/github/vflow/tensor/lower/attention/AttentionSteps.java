package io.github.vflow.tensor.lower.attention;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.lower.step.EvenParts;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps for attention. A chunk is one head of one row, several narrow heads, or some queries of a narrow head. */
public final class AttentionSteps {
    private final BufferPlan plan;
    private final Kernels kernels;
    private final Workers workers;
    private final Scratch scratch;

    /** The logarithms of the sums of weights, which a result leaves for its gradient. */
    private final Map<Value, Integer> norms = new HashMap<>();

    public AttentionSteps(Program program, BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.kernels = kernels;
        this.workers = workers;
        this.scratch = scratch;
        Set<Value> results = new HashSet<>();
        for (Program.Instruction i : program.instructions()) {
            switch (i.op()) {
                case Attention.Attend _ -> results.add(i.result());
                case Attention.AttendGradient g
                when results.contains(g.known()) -> norms.computeIfAbsent(g.known(), _ -> scratch.take(norms(g)));
                default -> {}
            }
        }
    }

    public Step of(Attention op, Value result) {
        int y = plan.offset(result);
        return switch (op) {
            case Attention.Attend a -> attend(a, y, norms.get(result));
            case Attention.Recalled r -> {
                int known = plan.offset(r.known());
                int size = r.shape().size();
                yield m -> System.arraycopy(m, known, m, y, size);
            }
            case Attention.AttendGradient g -> gradient(g, y, norms.get(g.known()));
        };
    }

    private Step attend(Attention op, int y, @Nullable Integer kept) {
        if (NarrowLayout.fits(op)) {
            return narrow(op, y, kept == null ? scratch.take(norms(op)) : kept);
        }
        WideLayout layout = WideLayout.of(op);
        WideForward head = new WideForward(kernels, layout);
        int qkv = plan.offset(op.qkv());
        int sums = kept == null ? scratch.take(norms(op)) : kept;
        int memory = scratch.take(head.scratch() * workers.count());
        return workers.placed(heads(op), (m, i, worker) -> {
            int at = memory + worker * head.scratch();
            head.run(m, qkv + layout.queries(i), y + layout.result(i), sums + i * layout.t(), at);
        });
    }

    private Step gradient(Attention.AttendGradient op, int y, @Nullable Integer kept) {
        if (kept == null) {
            // the result belongs to another program, so it is computed again for its sums
            int sums = scratch.take(norms(op));
            Step again = attend(op, scratch.take(op.known().shape().size()), sums);
            Step gradient = gradient(op, y, sums);
            return m -> {
                again.run(m);
                gradient.run(m);
            };
        }
        if (NarrowLayout.fits(op)) {
            return narrowGradient(op, y, kept);
        }
        WideLayout layout = WideLayout.of(op);
        WideBackward head = new WideBackward(kernels, layout);
        int qkv = plan.offset(op.qkv());
        int known = plan.offset(op.known());
        int g = plan.offset(op.g());
        int sums = kept;
        int memory = scratch.take(head.scratch() * workers.count());
        return workers.placed(heads(op), (m, i, worker) -> {
            int of = layout.queries(i);
            int to = layout.result(i);
            int at = memory + worker * head.scratch();
            head.run(m, qkv + of, known + to, sums + i * layout.t(), g + to, y + of, at);
        });
    }

    private Step narrow(Attention op, int y, int norms) {
        NarrowLayout layout = NarrowLayout.of(op);
        EvenParts parts = layout.parts();
        int end = parts.count() - 1;
        NarrowForward most = new NarrowForward(kernels, layout.over(parts.size(0)), layout.t());
        NarrowForward last = new NarrowForward(kernels, layout.over(parts.size(end)), layout.t());
        int qkv = plan.offset(op.qkv());
        int memory = scratch.take(most.scratch() * workers.count());
        return workers.placed(layout.groups(op.qkv().shape().dim(0)) * parts.count(), (m, chunk, worker) -> {
            int i = chunk / parts.count();
            int part = chunk % parts.count();
            int from = parts.from(part);
            int of = qkv + layout.queries(i);
            int to = y + layout.result(i) + from * layout.f();
            int at = memory + worker * most.scratch();
            NarrowForward queries = part == end ? last : most;
            queries.run(m, of + from * layout.position(), of + layout.f(), to, norms + layout.norms(i) + from, at);
        });
    }

    private Step narrowGradient(Attention.AttendGradient op, int y, int norms) {
        NarrowLayout layout = NarrowLayout.of(op);
        int parts = layout.parts().count();
        NarrowBackward heads = new NarrowBackward(kernels, layout);
        int groups = layout.groups(op.qkv().shape().dim(0));
        int qkv = plan.offset(op.qkv());
        int known = plan.offset(op.known());
        int g = plan.offset(op.g());
        int memory = scratch.take(heads.scratch() * workers.count());
        if (parts == 1) {
            return workers.placed(groups, (m, i, worker) -> {
                int of = layout.queries(i);
                int to = layout.result(i);
                int at = memory + worker * heads.scratch();
                heads.gather(m, 0, qkv + of, known + to, norms + layout.norms(i), g + to, y + of, at);
                heads.finish(m, heads.sums(at), y + of, at);
            });
        }
        int sums = scratch.take(groups * parts * heads.sums());
        Step gather = workers.placed(groups * parts, (m, chunk, worker) -> {
            int i = chunk / parts;
            int of = layout.queries(i);
            int to = layout.result(i);
            int at = memory + worker * heads.scratch();
            heads.gather(m, chunk % parts, qkv + of, known + to, norms + layout.norms(i), g + to, y + of, at);
            System.arraycopy(m, heads.sums(at), m, sums + chunk * heads.sums(), heads.sums());
        });
        Step finish = workers.placed(
                groups,
                (m, i, worker) -> heads.finish(
                        m, sums + i * parts * heads.sums(), y + layout.queries(i), memory + worker * heads.scratch()));
        return m -> {
            gather.run(m);
            finish.run(m);
        };
    }

    private static int heads(Attention op) {
        return op.qkv().shape().dim(0) * op.heads();
    }

    private static int norms(Attention op) {
        return heads(op)
                * (NarrowLayout.fits(op)
                        ? NarrowLayout.of(op).padded()
                        : op.qkv().shape().dim(1));
    }
}
