package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Operations over one index space that wait to be launched together; others may be launched before them meanwhile. */
final class Run {
    private static final int LONGEST = 64;

    /** Instructions of the program from the first to the last: all that is read lives so long. */
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
     * Without operations.
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

    /** Whether an operation reads what this run makes, or what lies in its memory. */
    boolean makesFor(Op op) {
        return op.operands().stream().anyMatch(v -> written.contains(aliases.root(v)));
    }

    /** Whether it reads an input, or a part of it. */
    boolean reads(Value input) {
        return read.contains(aliases.root(input));
    }

    /** Whether no work item would need what another one makes or overwrites. */
    boolean takes(Op op) {
        return op.operands().stream().noneMatch(v -> isMadeByOthers(op, v) || isOverwritten(op, v));
    }

    /** Whether an update of an input may be computed here, perhaps over the input. */
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
