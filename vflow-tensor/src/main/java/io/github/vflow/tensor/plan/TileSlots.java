package io.github.vflow.tensor.plan;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Assigns a slot of tile memory to each inner result of a group. A slot is used again after the last read of its value. Where a
 * kernel can work in place, the result takes the slot of its operand: writing where one has just read costs least.
 */
public final class TileSlots {
    private final BufferPlan plan;
    private final Map<Value, Integer> slots = new HashMap<>();
    private final Map<Value, Integer> lastRead = new HashMap<>();
    private final Set<Integer> busy = new HashSet<>();

    /** Assigns slots to the inner results of one of a plan's groups. */
    public TileSlots(BufferPlan plan, Fusion.Group group) {
        this.plan = plan;
        List<Program.Instruction> all = group.instructions();
        for (int t = 0; t < all.size(); t++) {
            for (Value v : all.get(t).op().operands()) {
                lastRead.put(plan.whole(v), t);
            }
        }
        for (int t = 0; t < all.size(); t++) {
            Op op = all.get(t).op();
            release(t, v -> mayLieOver(op, v));
            if (group.inner().contains(all.get(t).result())) {
                take(all.get(t).result());
            }
            release(t, v -> !mayLieOver(op, v));
        }
    }

    private void take(Value v) {
        int slot = 0;
        while (!busy.add(slot)) {
            slot++;
        }
        slots.put(v, slot);
    }

    /** Frees the slots of values that are read for the last time. */
    private void release(int time, Predicate<Value> which) {
        slots.forEach((v, slot) -> {
            if (lastRead.getOrDefault(v, -1) == time && which.test(v)) {
                busy.remove(slot);
            }
        });
    }

    /** Whether a result may be written over an operand. Kernels with one operand do not work in place. */
    private static boolean mayLieOver(Op op, Value operand) {
        return (op instanceof Binary || op instanceof Select)
                && operand.shape().size() == op.shape().size();
    }

    /** Whether a value is in tile memory: an inner result, or a reshape of one. */
    public boolean contains(Value v) {
        return slots.containsKey(plan.whole(v));
    }

    /** The slot of a value in tile memory. */
    public int of(Value v) {
        return requireNonNull(slots.get(plan.whole(v)));
    }

    /** How many slots the group needs. */
    public int count() {
        return slots.values().stream().mapToInt(s -> s + 1).max().orElse(0);
    }
}
