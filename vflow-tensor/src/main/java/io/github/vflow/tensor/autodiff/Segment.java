package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A part of a trace whose values are not kept for the gradient. The gradient recomputes them when it reaches the segment. Results
 * do not change by that, except by the rounding of an inverse.
 *
 * @param from its first instruction
 * @param to the instruction behind its last
 * @param inputs the values that it depends on
 * @param restore records the inputs once more, at the time of the gradient
 */
public record Segment(int from, int to, List<Value> inputs, Supplier<List<Tensor>> restore) {
    private static final Object MODE = new Object();
    private static final Object SEGMENTS = new Object();
    private static final Object RESTORED = new Object();

    /** The choice of a trace, and how many segments it has begun. */
    private static final class Mode {
        private final Memory memory;
        private final int recomputed;
        private int begun;
        private boolean inside;
        private boolean storing;

        Mode(Memory memory, int recomputed) {
            this.memory = memory;
            this.recomputed = recomputed;
        }
    }

    /**
     * Chooses the values that gradients of a trace keep in the first segments; without this call that is {@link Memory#STORED}. Of all later
     * segments everything is kept. They are the better ones to keep: when the gradient reaches the first segments, the values of the last
     * ones are freed.
     *
     * @param recomputed how many of the first segments are recomputed, parts not counted
     */
    public static void use(Trace trace, Memory memory, int recomputed) {
        trace.replaceNote(MODE, new Mode(memory, recomputed));
    }

    private static Mode mode(Trace trace) {
        return trace.note(MODE, () -> new Mode(Memory.STORED, 0));
    }

    static Memory memory(Trace trace) {
        return mode(trace).memory;
    }

    /** How many segments a trace has begun, parts not counted. A gradient may record more. */
    public static int begun(Trace trace) {
        return mode(trace).begun;
    }

    /**
     * Records a computation whose inner values need not be kept.
     *
     * @param body computes the result from its argument, the inputs; it must use no other copy of them
     */
    public static <T> T of(List<Tensor> inputs, Function<List<Tensor>, T> body) {
        return of(inputs, body, Optional.empty());
    }

    /** Records a part of a segment. The part is a segment itself if {@link Memory} says so. */
    public static <T> T part(List<Tensor> inputs, Function<List<Tensor>, T> body) {
        return memory(inputs.getFirst().trace()).nests() ? of(inputs, body) : body.apply(inputs);
    }

    /**
     * Records a computation that has an inverse in its first input.
     *
     * @param name the name of the segment in {@link InverseError}
     * @param inverse computes that input from the result; it must take the result through {@link #barrier}
     */
    public static <T> T reversible(
            String name, List<Tensor> inputs, Function<List<Tensor>, T> body, Function<T, Tensor> inverse) {
        Trace t = inputs.getFirst().trace();
        T result = of(inputs, body, InverseError.isExempt(t, name) ? Optional.empty() : Optional.of(inverse));
        InverseError.measure(name, inputs.getFirst(), () -> inverse.apply(result));
        return result;
    }

    private static <T> T of(
            List<Tensor> inputs, Function<List<Tensor>, T> body, Optional<Function<T, Tensor>> inverse) {
        Trace t = inputs.getFirst().trace();
        Mode mode = mode(t);
        if (mode.storing) {
            return body.apply(inputs);
        }
        boolean outermost = !mode.inside;
        mode.begun += outermost ? 1 : 0;
        mode.inside = true;
        mode.storing = mode.memory == Memory.STORED || mode.begun > mode.recomputed;
        try {
            return mode.storing ? body.apply(inputs) : segment(t, inputs, body, inverse);
        } finally {
            mode.storing = false;
            mode.inside = !outermost;
        }
    }

    private static <T> T segment(
            Trace t, List<Tensor> inputs, Function<List<Tensor>, T> body, Optional<Function<T, Tensor>> inverse) {
        // a barrier, so that the body does not find values from before it: a part of a concatenation, say
        List<Tensor> boundary = inputs.stream().map(Segment::barrier).toList();
        int from = t.size();
        T result = body.apply(boundary);
        Supplier<List<Tensor>> restore = () -> {
            List<Tensor> recovered = new ArrayList<>();
            for (int i = 0; i < boundary.size(); i++) {
                boolean inverted = i == 0 && memory(t).reverses() && inverse.isPresent();
                recovered.add(inverted ? inverse.get().apply(result) : barrier(boundary.get(i)));
            }
            // all later readers take this copy, so that nothing is kept from step to step
            restored(t).put(inputs.getFirst().value(), recovered.getFirst());
            return recovered;
        };
        all(t).add(new Segment(
                from, t.size(), boundary.stream().map(Tensor::value).toList(), restore));
        return result;
    }

    /**
     * The same numbers as a new value: operations on it are recorded anew, and are not taken for earlier ones with the same
     * operands.
     */
    public static Tensor barrier(Tensor x) {
        Trace t = x.trace();
        Value present = restored(t).getOrDefault(x.value(), x).value();
        return t.append(new Movement.Copy(present, t.size()));
    }

    /** The recomputed values, by the values that they replace. */
    private static Map<Value, Tensor> restored(Trace t) {
        return t.note(RESTORED, HashMap<Value, Tensor>::new);
    }

    /** The segments of a trace, in the order in which they end. */
    static List<Segment> all(Trace t) {
        return t.note(SEGMENTS, ArrayList<Segment>::new);
    }

    /** The segments that lie in a range of instructions and in no other segment of that range. */
    static List<Segment> outermost(Trace t, int from, int to) {
        List<Segment> found = new ArrayList<>();
        for (Segment s : all(t)) {
            if (s.from >= from && s.to <= to && s.from < s.to) {
                found.removeIf(inner -> inner.from >= s.from);
                found.add(s);
            }
        }
        return found;
    }
}
