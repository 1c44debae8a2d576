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
        Map<Value, List<Program.Instruction>> readers = readers(program);
        return runs.stream()
                .filter(r -> r.size() > 1)
                .map(r -> new Group(List.copyOf(r), inner(program, r, readers)))
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

    private static Map<Value, List<Program.Instruction>> readers(Program program) {
        Map<Value, List<Program.Instruction>> readers = new HashMap<>();
        for (Program.Instruction i : program.instructions()) {
            i.op().operands()
                    .forEach(v ->
                            readers.computeIfAbsent(v, _ -> new ArrayList<>()).add(i));
        }
        return readers;
    }

    private static Set<Value> inner(
            Program program, List<Program.Instruction> group, Map<Value, List<Program.Instruction>> readers) {
        Set<Value> results = new HashSet<>();
        group.forEach(i -> results.add(i.result()));
        Set<Value> made = new LinkedHashSet<>();
        for (Program.Instruction i : group) {
            boolean inside =
                    readers.getOrDefault(i.result(), List.of()).stream().allMatch(r -> results.contains(r.result()));
            if (inside) {
                made.add(i.result());
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
