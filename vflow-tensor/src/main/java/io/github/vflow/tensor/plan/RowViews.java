package io.github.vflow.tensor.plan;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.operand.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds slices of rows that need no memory, because their readers read them inside the rows of the operand. Mixtures read their
 * parameters so if all three are such slices, of rows of one length.
 */
final class RowViews {
    private final Map<Value, Movement.Slice> slices = new HashMap<>();
    private final Map<Value, Value> reshaped = new HashMap<>();
    private final Set<Value> kept = new HashSet<>();

    private RowViews() {}

    /** The slices of a program that need no memory. */
    static Set<Value> of(Program program) {
        RowViews views = new RowViews();
        List<Mixture> mixtures = new ArrayList<>();
        Map<Value, List<Mixture>> readers = new HashMap<>();
        for (Program.Instruction i : program.instructions()) {
            if (i.op() instanceof Movement.Slice s && isOfRows(s)) {
                views.slices.put(i.result(), s);
                views.kept.add(views.origin(s.x()));
            } else if (i.op() instanceof Movement.Reshape r && r.keepsRows()) {
                views.reshaped.put(i.result(), r.x());
            } else if (i.op() instanceof Mixture m && readsRows(m)) {
                mixtures.add(m);
                for (Value v : parameters(m)) {
                    readers.computeIfAbsent(views.origin(v), _ -> new ArrayList<>())
                            .add(m);
                }
                views.kept.add(views.origin(m.x()));
                if (m instanceof Mixture.LogOddsGradient g) {
                    views.kept.add(views.origin(g.g()));
                }
            } else {
                i.op().operands().forEach(v -> views.kept.add(views.origin(v)));
            }
        }
        program.outputs().values().forEach(v -> views.kept.add(views.origin(v)));
        program.updates().values().forEach(v -> views.kept.add(views.origin(v)));
        return views.found(mixtures, readers);
    }

    private Set<Value> found(List<Mixture> mixtures, Map<Value, List<Mixture>> readers) {
        Set<Value> found = new HashSet<>(readers.keySet());
        found.retainAll(slices.keySet());
        found.removeAll(kept);
        boolean all = false;
        while (!all) {
            Set<Mixture> whole = new HashSet<>();
            mixtures.stream().filter(m -> isWhole(m, found)).forEach(whole::add);
            all = !found.removeIf(v -> !whole.containsAll(readers.getOrDefault(v, List.of())));
        }
        return found;
    }

    /** Whether all parameters of a mixture are among some slices, of rows of one length. */
    private boolean isWhole(Mixture m, Set<Value> found) {
        List<Value> origins = parameters(m).stream().map(this::origin).toList();
        return found.containsAll(origins)
                && origins.stream()
                                .map(v -> row(requireNonNull(slices.get(v))))
                                .distinct()
                                .count()
                        == 1;
    }

    private static List<Value> parameters(Mixture m) {
        return List.of(m.logits(), m.means(), m.logScales());
    }

    /** The value that this value is a reshape of. */
    private Value origin(Value v) {
        Value at = v;
        for (Value next = reshaped.get(v); next != null; next = reshaped.get(at)) {
            at = next;
        }
        return at;
    }

    /** The distance between rows of the operand. */
    static int row(Movement.Slice s) {
        return s.x().shape().dim(s.axis());
    }

    private static boolean isOfRows(Movement.Slice s) {
        return s.axis() == s.shape().rank() - 1 && s.shape().product(0, s.axis()) > 1;
    }

    private static boolean readsRows(Mixture m) {
        return !(m instanceof Mixture.Inverse)
                && m.axis() == m.logits().shape().rank() - 1
                && m.components() % Limits.LANES == 0;
    }
}
