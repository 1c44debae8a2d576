package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Operations over one index space that are launched together. Other operations may be launched before them. */
final class Run {
    private static final int LONGEST = 64;

    /** The most instructions from the first operation of a run to the last: all operands live that long. */
    private static final int SPAN = 128;

    private final Aliases aliases;
    private final Set<Value> moving;
    private final int first;
    private final List<Program.Instruction> instructions = new ArrayList<>();
    private final Set<Value> made = new HashSet<>();
    private final Set<Value> written = new HashSet<>();
    private final Set<Value> read = new HashSet<>();
    private final Set<Value> readElsewhere = new HashSet<>();
    private final Set<Value> overwritten = new HashSet<>();

    /**
     * An empty run.
     *
     * @param moving the inputs that have updates
     * @param first the time of its first operation
     */
    Run(Aliases aliases, Set<Value> moving, int first) {
        this.aliases = aliases;
        this.moving = moving;
        this.first = first;
    }

    List<Program.Instruction> instructions() {
        return instructions;
    }

    boolean isOver(int now) {
        return instructions.size() == LONGEST || now - first > SPAN;
    }

    /** Whether an operation reads a result of this run, or memory that the run writes. */
    boolean makesFor(Op op) {
        return op.operands().stream().anyMatch(v -> written.contains(aliases.root(v)));
    }

    /** Whether the run reads an input, or a part of it. */
    boolean reads(Value input) {
        return read.contains(aliases.root(input));
    }

    /** Whether an operation can join: no work item would need a number that another one computes or overwrites. */
    boolean takes(Op op) {
        return op.operands().stream().noneMatch(v -> isMadeByOthers(op, v) || isOverwritten(op, v));
    }

    /** Whether the update of an input can be computed in this run, perhaps over the input. */
    boolean takesUpdateOf(Value input) {
        return !readElsewhere.contains(aliases.root(input));
    }

    private boolean isMadeByOthers(Op op, Value v) {
        boolean own = made.contains(v) && Chains.readsInPlace(op, v);
        return !own && written.contains(aliases.root(v));
    }

    private boolean isOverwritten(Op op, Value v) {
        return overwritten.contains(aliases.root(v)) && !isWholeInPlace(op, v);
    }

    private boolean isWholeInPlace(Op op, Value v) {
        return moving.contains(v) && Chains.readsInPlace(op, v);
    }

    void add(Program.Instruction i) {
        instructions.add(i);
        for (Value v : i.op().operands()) {
            read.add(aliases.root(v));
            if (!isWholeInPlace(i.op(), v)) {
                readElsewhere.add(aliases.root(v));
            }
        }
        made.add(i.result());
        written.add(aliases.root(i.result()));
    }

    void overwrites(Value input) {
        overwritten.add(aliases.root(input));
    }
}
