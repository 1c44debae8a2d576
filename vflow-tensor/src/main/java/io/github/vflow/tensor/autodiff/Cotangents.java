package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cotangents of values, added up. Cotangents of slices are kept apart: slices that tile their value become one concatenation,
 * which is cheaper than a sum of padded arrays and mostly free in the memory plan.
 */
final class Cotangents {
    private record Range(int axis, int from, int to) {}

    private final Map<Value, Tensor> whole = new HashMap<>();
    private final Map<Value, Map<Range, Tensor>> slices = new HashMap<>();

    void add(Value v, Tensor g) {
        // a cotangent that stands for its broadcast is narrower than the slices beside it
        if (g.op() instanceof Movement.Pad p && g.shape().equals(v.shape())) {
            Range range =
                    new Range(p.axis(), p.before(), p.before() + p.x().shape().dim(p.axis()));
            slices.computeIfAbsent(v, _ -> new HashMap<>()).merge(range, new Tensor(g.trace(), p.x()), Tensor::plus);
        } else {
            whole.merge(v, g, Tensor::plus);
        }
    }

    /** The sum, or null if there is none. */
    @Nullable
    Tensor of(Value v) {
        List<Tensor> terms = new ArrayList<>();
        Stream.ofNullable(whole.get(v)).forEach(terms::add);
        Map<Range, Tensor> pieces = slices.getOrDefault(v, Map.of());
        for (int axis = 0; axis < v.shape().rank(); axis++) {
            terms.addAll(along(axis, v.shape().dim(axis), pieces));
        }
        return terms.isEmpty() ? null : Tensor.sumOf(terms.stream());
    }

    private static List<Tensor> along(int axis, int size, Map<Range, Tensor> pieces) {
        Map<Integer, Range> byStart = new TreeMap<>();
        List<Tensor> padded = new ArrayList<>();
        pieces.forEach((range, g) -> {
            if (range.axis == axis) {
                byStart.put(range.from, range);
                padded.add(g.pad(axis, range.from, size - range.to));
            }
        });
        int end = 0;
        List<Tensor> tiles = new ArrayList<>();
        for (Range range : byStart.values()) {
            if (range.from == end) {
                tiles.add(pieces.get(range));
                end = range.to;
            }
        }
        boolean exact = end == size && tiles.size() == padded.size();
        return exact && !tiles.isEmpty() ? List.of(Tensor.concat(axis, tiles)) : padded;
    }
}
