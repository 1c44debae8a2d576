package io.github.vflow.tensor.plan;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A slot of tile memory for each inner result of a group; slots are used again once their value has been read for the last time. */
public final class Slots {
    private final BufferPlan plan;
    private final Map<Value, Integer> slots = new HashMap<>();

    /** Assigns slots to the inner results of one of a plan's groups. */
    public Slots(BufferPlan plan, Fusion.Group group) {
        this.plan = plan;
        Map<Value, Integer> lastRead = new HashMap<>();
        List<Program.Instruction> all = group.instructions();
        for (int t = 0; t < all.size(); t++) {
            for (Value v : all.get(t).op().operands()) {
                lastRead.put(plan.whole(v), t);
            }
        }
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
    }

    /** Whether a value lies in tile memory: an inner result, or another shape of one. */
    public boolean contains(Value v) {
        return slots.containsKey(plan.whole(v));
    }

    /** The slot of such a value. */
    public int of(Value v) {
        return requireNonNull(slots.get(plan.whole(v)));
    }

    /** How many there are. */
    public int count() {
        return slots.values().stream().mapToInt(s -> s + 1).max().orElse(0);
    }
}
