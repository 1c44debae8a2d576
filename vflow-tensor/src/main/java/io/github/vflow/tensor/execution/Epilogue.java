package io.github.vflow.tensor.execution;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The end of a run: writes updates to their inputs. Updates and outputs are functions of the inputs before the run. So values that
 * lie in the memory of an input are copied elsewhere before the first input is written.
 */
final class Epilogue {
    private record Move(int from, int to, int size) {}

    private final Map<String, Integer> outputs = new HashMap<>();
    private final Move[] moves;

    Epilogue(Program program, BufferPlan plan, Scratch scratch) {
        List<Move> aside = new ArrayList<>();
        program.outputs().forEach((name, v) -> outputs.put(name, safe(v, plan, scratch, aside)));
        List<Move> updates = new ArrayList<>();
        program.updates().forEach((name, v) -> {
            if (!plan.isInPlace(name)) {
                int from = safe(v, plan, scratch, aside);
                updates.add(new Move(
                        from,
                        plan.offset(requireNonNull(program.inputs().get(name))),
                        v.shape().size()));
            }
        });
        aside.addAll(updates);
        moves = aside.toArray(Move[]::new);
    }

    private static int safe(Value v, BufferPlan plan, Scratch scratch, List<Move> aside) {
        int at = plan.offset(v);
        if (!plan.liesInInput(v)) {
            return at;
        }
        int size = v.shape().size();
        int copy = scratch.take(size);
        aside.add(new Move(at, copy, size));
        return copy;
    }

    void run(float[] m) {
        for (Move move : moves) {
            System.arraycopy(m, move.from, m, move.to, move.size);
        }
    }

    /** The offset of an output after a run. */
    int offset(String output) {
        return requireNonNull(outputs.get(output));
    }
}
