package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds runs of elementwise operations over one large index space, to be computed tile after tile: a tile's intermediate
 * results stay in the first-level cache, and need no memory outside the group.
 */
public final class Fusion {
    /** Results of fewer elements are not worth it: they fit the cache anyway. */
    private static final int LARGE = 4096;

    /**
     * Operations that run together.
     *
     * @param instructions in order
     * @param inner results that nothing outside the group reads
     */
    public record Group(List<Program.Instruction> instructions, Set<Value> inner) {}

    private Fusion() {}

    /** The groups of a program, each of at least two instructions. */
    public static List<Group> of(Program program) {
        List<List<Program.Instruction>> runs = new ArrayList<>();
        List<Program.Instruction> run = new ArrayList<>();
        for (Program.Instruction i : program.instructions()) {
            if (i.op() instanceof Source) {
                continue;
            }
            boolean continues = !run.isEmpty()
                    && run.getFirst().result().shape().equals(i.result().shape());
            if (isFlat(i) && (run.isEmpty() || continues)) {
                run.add(i);
            } else {
                runs.add(run);
                run = new ArrayList<>(isFlat(i) ? List.of(i) : List.of());
            }
        }
        runs.add(run);
        return runs.stream()
                .filter(r -> r.size() > 1)
                .map(r -> new Group(List.copyOf(r), inner(program, r)))
                .toList();
    }

    /** Whether every operand is either an array of the result's shape or one number. */
    private static boolean isFlat(Program.Instruction i) {
        Op op = i.op();
        return (op instanceof Unary || op instanceof Binary)
                && i.result().shape().size() >= LARGE
                && op.operands().stream()
                        .allMatch(v -> v.shape().equals(i.result().shape())
                                || v.shape().size() == 1);
    }

    private static Set<Value> inner(Program program, List<Program.Instruction> group) {
        Set<Value> made = new LinkedHashSet<>();
        group.forEach(i -> made.add(i.result()));
        Set<Program.Instruction> inside = new HashSet<>(group);
        for (Program.Instruction i : program.instructions()) {
            if (!inside.contains(i)) {
                i.op().operands().forEach(made::remove);
            }
        }
        program.outputs().values().forEach(made::remove);
        program.updates().values().forEach(made::remove);
        return made;
    }

    /** A slot of tile memory for each inner result; slots are used again once their value has been read for the last time. */
    public static Map<Value, Integer> slots(Group group) {
        Map<Value, Integer> lastRead = new HashMap<>();
        List<Program.Instruction> all = group.instructions();
        for (int t = 0; t < all.size(); t++) {
            for (Value v : all.get(t).op().operands()) {
                lastRead.put(v, t);
            }
        }
        Map<Value, Integer> slots = new HashMap<>();
        Set<Integer> busy = new HashSet<>();
        for (int t = 0; t < all.size(); t++) {
            Value result = all.get(t).result();
            if (group.inner().contains(result)) {
                int slot = 0;
                while (!busy.add(slot)) {
                    slot++;
                }
                slots.put(result, slot);
            }
            int now = t;
            slots.forEach((v, slot) -> {
                if (lastRead.getOrDefault(v, -1) == now) {
                    busy.remove(slot);
                }
            });
        }
        return slots;
    }
}
