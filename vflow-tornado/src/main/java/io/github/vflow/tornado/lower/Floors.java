package io.github.vflow.tornado.lower;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pass for engines whose mixtures have no floor. It raises log-scales to the floor before a mixture, and clears the gradient of
 * those below it.
 */
final class Floors {
    private final Trace trace = new Trace();
    private final Map<Value, Tensor> made = new HashMap<>();

    private Floors() {}

    /** The same program with {@link Mixture#NO_FLOOR} in every mixture. */
    static Program apart(Program program) {
        if (program.instructions().stream().noneMatch(i -> hasFloor(i.op()))) {
            return program;
        }
        Floors pass = new Floors();
        Map<String, Tensor> inputs = new HashMap<>();
        for (Program.Instruction i : program.instructions()) {
            Tensor t = pass.rewrite(i.op());
            pass.made.put(i.result(), t);
            if (i.op() instanceof Source.Input in) {
                inputs.put(in.name(), t);
            }
        }
        program.outputs().forEach((name, v) -> pass.trace.output(name, pass.made(v)));
        program.updates().forEach((name, v) -> pass.trace.update(requireNonNull(inputs.get(name)), pass.made(v)));
        return pass.trace.program();
    }

    private static boolean hasFloor(Op op) {
        return op instanceof Mixture m && m.floor() != Mixture.NO_FLOOR;
    }

    private Tensor made(Value v) {
        return requireNonNull(made.get(v));
    }

    private Tensor rewrite(Op op) {
        List<Value> operands = op.operands().stream().map(v -> made(v).value()).toList();
        if (!(op instanceof Mixture m) || !hasFloor(op)) {
            return trace.append(op.with(operands));
        }
        Value x = operands.get(0);
        Value logits = operands.get(1);
        Value means = operands.get(2);
        Tensor logScales = new Tensor(trace, operands.get(3));
        Value raised = logScales.max(m.floor()).value();
        double none = Mixture.NO_FLOOR;
        return switch (m) {
            case Mixture.LogOdds _ -> trace.append(new Mixture.LogOdds(x, logits, means, raised, m.axis(), none));
            case Mixture.Inverse _ -> trace.append(new Mixture.Inverse(x, logits, means, raised, m.axis(), none));
            case Mixture.LogOddsGradient _ -> {
                Tensor all = trace.append(
                        new Mixture.LogOddsGradient(x, logits, means, raised, operands.get(4), m.axis(), none));
                int k = m.components();
                Tensor under = trace.constant(m.floor()).greater(logScales);
                Tensor ofScales = under.select(trace.constant(0), all.slice(m.axis(), 2 * k, 3 * k));
                yield Tensor.concat(m.axis(), all.slice(m.axis(), 0, 2 * k), ofScales);
            }
        };
    }
}
