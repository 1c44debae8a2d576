package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import java.util.HashMap;
import java.util.Map;

/** Values that may share memory: views with their operands, and operands of a concatenation with its result. */
final class Aliases {
    private final Map<Value, Value> parents = new HashMap<>();

    Aliases(Program program) {
        for (Program.Instruction i : program.instructions()) {
            boolean joined = i.op() instanceof Movement.Concat || (i.op() instanceof Movement m && isView(m));
            if (joined) {
                i.op().operands().forEach(v -> parents.put(root(v), root(i.result())));
            }
        }
        parents.entrySet().removeIf(e -> e.getKey().equals(e.getValue()));
    }

    /** Whether the memory plan puts the result of a move where its operand is. */
    static boolean isView(Movement m) {
        return switch (m) {
            case Movement.Reshape _ -> true;
            case Movement.Slice s -> s.x().shape().product(0, s.axis()) == 1;
            default -> false;
        };
    }

    /** The representative of all values that may share memory with a value. */
    Value root(Value v) {
        Value at = v;
        for (Value next = parents.get(at); next != null && !next.equals(at); next = parents.get(at)) {
            at = next;
        }
        return at;
    }
}
