package io.github.vflow.tensor.lower;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.lower.attention.AttentionSteps;
import io.github.vflow.tensor.lower.convolution.ConvolutionSteps;
import io.github.vflow.tensor.lower.elementwise.ElementwiseSteps;
import io.github.vflow.tensor.lower.elementwise.MovementSteps;
import io.github.vflow.tensor.lower.elementwise.ReductionSteps;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.lower.tile.TileSteps;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Fusion;
import io.github.vflow.tensor.plan.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns instructions into steps on planned memory. */
public final class Lowering {
    private final Program program;
    private final BufferPlan plan;
    private final ElementwiseSteps elementwise;
    private final MovementSteps movements;
    private final LinearSteps linear;
    private final ReductionSteps reductions;
    private final TileSteps tiles;
    private final ConvolutionSteps convolutions;
    private final AttentionSteps attention;
    private final MixtureSteps mixtures;
    private final Scratch scratch;

    public Lowering(Program program, BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
        boolean cuts = Layout.of(program).cutsLongSums();
        this.program = program;
        this.plan = plan;
        this.elementwise = new ElementwiseSteps(kernels, workers);
        this.movements = new MovementSteps(plan, kernels, workers);
        this.linear = new LinearSteps(plan, kernels, workers, scratch, cuts);
        this.reductions = new ReductionSteps(kernels.reductions(), workers, scratch, cuts);
        this.tiles = new TileSteps(plan, kernels, elementwise, reductions, workers, scratch);
        this.convolutions = new ConvolutionSteps(plan, kernels, workers, scratch);
        this.attention = new AttentionSteps(program, plan, kernels, workers, scratch);
        this.mixtures = new MixtureSteps(plan, kernels, workers, scratch);
        this.scratch = scratch;
    }

    public Step[] steps() {
        Map<Program.Instruction, Fusion.Group> firsts = new HashMap<>();
        Set<Program.Instruction> grouped = new HashSet<>();
        for (Fusion.Group g : plan.groups()) {
            firsts.put(g.instructions().getFirst(), g);
            grouped.addAll(g.instructions());
        }
        List<Step> steps = new ArrayList<>();
        for (Program.Instruction i : program.instructions()) {
            Fusion.Group group = firsts.get(i);
            if (group != null) {
                steps.add(scratch.during(() -> tiles.of(group)));
            } else if (!grouped.contains(i) && !(i.op() instanceof Source) && !plan.isView(i)) {
                steps.add(scratch.during(() -> step(i.op(), i.result())));
            }
        }
        return steps.toArray(Step[]::new);
    }

    private Step step(Op op, Value result) {
        int y = plan.offset(result);
        return switch (op) {
            case Source _ -> throw new IllegalStateException("a source is not computed: " + op);
            case Unary u -> elementwise.unary(u, plan.offset(u.x()), y);
            case Binary b -> elementwise.binary(b, plan.offset(b.a()), plan.offset(b.b()), y);
            case Select s -> elementwise.select(s, plan.offset(s.mask()), plan.offset(s.a()), plan.offset(s.b()), y);
            case Reduction r -> reductions.of(r, plan.offset(r.x()), y);
            case Movement m -> movements.of(m, result);
            case LinearAlgebra l -> linear.of(l, result);
            case Convolution c -> convolutions.of(c, y);
            case Attention a -> attention.of(a, result);
            case Mixture m -> mixtures.of(m, y);
        };
    }
}
