package io.github.vflow.tensor.ir;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A straight list of operations in single-assignment form, with named inputs and outputs. Immutable.
 *
 * <p>Serializable, so that another machine of the same version can compile it.
 *
 * @param instructions every operand comes before its use
 * @param outputs the results that can be read after a run
 * @param updates the values that inputs take after a run, by name of the input: parameters and the state of an optimizer
 */
public record Program(List<Instruction> instructions, Map<String, Value> outputs, Map<String, Value> updates)
        implements Serializable {
    /** A result and the operation that computes it. */
    public record Instruction(Value result, Op op) implements Serializable {
        /** The hash code of the result, which one instruction of a program has; an operation may hold an array of constants. */
        @Override
        public int hashCode() {
            return result.hashCode();
        }

        @Override
        public String toString() {
            return ProgramPrinter.line(this);
        }
    }

    /** Copies the collections, and drops instructions that no output or update needs. */
    public Program {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
        instructions = live(instructions, outputs, updates);
    }

    private static List<Instruction> live(
            List<Instruction> all, Map<String, Value> outputs, Map<String, Value> updates) {
        Set<Value> needed = new HashSet<>(outputs.values());
        needed.addAll(updates.values());
        for (Instruction i : all.reversed()) {
            if (needed.contains(i.result()) || i.op() instanceof Source.Input) {
                needed.addAll(i.op().operands());
            }
        }
        return all.stream()
                .filter(i -> needed.contains(i.result()) || i.op() instanceof Source.Input)
                .toList();
    }

    /** The inputs by name, in the order of their declaration. */
    public Map<String, Value> inputs() {
        Map<String, Value> inputs = new LinkedHashMap<>();
        for (Instruction i : instructions) {
            if (i.op() instanceof Source.Input in) {
                inputs.put(in.name(), i.result());
            }
        }
        return inputs;
    }

    /** One line for each instruction, output and update. */
    @Override
    public String toString() {
        return ProgramPrinter.print(this);
    }
}
