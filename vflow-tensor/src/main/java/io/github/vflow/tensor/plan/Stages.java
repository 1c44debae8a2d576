package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A program in two stages: the part that depends on some fixed inputs alone, such as determinants of parameters, and the rest. The results of the
 * first stage are inputs of the second. Movements of fixed inputs and of such results stay in the second stage, where they are views.
 *
 * @param first computes the results; they are its outputs
 * @param second has the outputs of the program; it also reads fixed inputs
 */
public record Stages(Program first, Program second) {
    private static final String RESULT = "stage.";

    /**
     * Cuts a program.
     *
     * @param fixed names of inputs that keep their values for many runs
     * @throws IllegalArgumentException if the program has updates
     */
    public static Stages of(Program program, Set<String> fixed) {
        if (!program.updates().isEmpty()) {
            throw new IllegalArgumentException("Stages: a program with updates has no fixed inputs, but it updates "
                    + program.updates().keySet());
        }
        Map<Value, Op> early = early(program, fixed);
        Map<Value, String> results = new LinkedHashMap<>();
        Set<Value> needed = new HashSet<>(program.outputs().values());
        List<Program.Instruction> second = new ArrayList<>();
        for (Program.Instruction i : program.instructions().reversed()) {
            boolean computed =
                    early.containsKey(i.result()) && !(i.op() instanceof Source) && !(i.op() instanceof Movement);
            if (!needed.contains(i.result()) && !(i.op() instanceof Source.Input)) {
                continue;
            }
            if (computed) {
                String name = RESULT + results.size();
                results.put(i.result(), name);
                second.add(new Program.Instruction(
                        i.result(), new Source.Input(name, i.result().shape(), false)));
            } else {
                needed.addAll(i.op().operands());
                second.add(i);
            }
        }
        Map<String, Value> outputs = new LinkedHashMap<>();
        results.forEach((value, name) -> outputs.put(name, value));
        List<Program.Instruction> first = program.instructions().stream()
                .filter(i -> early.containsKey(i.result()))
                .toList();
        return new Stages(
                new Program(first, outputs, Map.of()), new Program(second.reversed(), program.outputs(), Map.of()));
    }

    /** The values that depend on constants and fixed inputs alone. */
    private static Map<Value, Op> early(Program program, Set<String> fixed) {
        Map<Value, Op> early = new HashMap<>();
        for (Program.Instruction i : program.instructions()) {
            boolean is = i.op() instanceof Source.Input in
                    ? fixed.contains(in.name())
                    : early.keySet().containsAll(i.op().operands());
            if (is) {
                early.put(i.result(), i.op());
            }
        }
        return early;
    }
}
