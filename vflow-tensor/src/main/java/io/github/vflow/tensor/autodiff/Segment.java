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
 * A part of a trace whose values are not kept for the gradient but computed again when it gets there. It changes when values are
 * computed, not what they are.
 *
 * @param from the first of its instructions
 * @param to behind the last
 * @param inputs what it is computed from
 * @param restore records what makes the inputs again, at the time of the gradient
 */
public record Segment(int from, int to, List<Value> inputs, Supplier<List<Tensor>> restore) {
    private static final Object MODE = new Object();
    private static final Object SEGMENTS = new Object();
    private static final Object RESTORED = new Object();

    /** What a trace keeps, and how far it has come. */
    private static final class Mode {
        private final Memory memory;
        private final int again;
        private int begun;
        private boolean inside;
        private boolean storing;

        Mode(Memory memory, int again) {
            this.memory = memory;
            this.again = again;
        }
    }

    /** Says what gradients of a trace keep; the usual is {@link Memory#STORED}. */
    public static void use(Trace trace, Memory memory) {
        use(trace, memory, Integer.MAX_VALUE);
    }

    /**
     * Says what gradients of a trace keep of its first segments; of those behind they keep all. That is the better end to keep: when a
     * gradient gets to the first, what it had of the last is gone.
     *
     * @param again how many segments, parts not counted
     */
    public static void use(Trace trace, Memory memory, int again) {
        trace.replaceNote(MODE, new Mode(memory, again));
    }

    private static Mode mode(Trace trace) {
        return trace.note(MODE, () -> new Mode(Memory.STORED, 0));
    }

    static Memory memory(Trace trace) {
        return mode(trace).memory;
    }

    /** How many segments a trace has begun, kept or not, parts not counted; a gradient may record more. */
    public static int begun(Trace trace) {
        return mode(trace).begun;
    }

    /**
     * Records a computation whose inner values need not be kept.
     *
     * @param body from the inputs, which it must take from its argument, to the result
     */
    public static <T> T of(List<Tensor> inputs, Function<List<Tensor>, T> body) {
        return of(inputs, body, Optional.empty());
    }

    /** Records a part of a segment, which is a segment itself if {@link Memory} wants that. */
    public static <T> T part(List<Tensor> inputs, Function<List<Tensor>, T> body) {
        return memory(inputs.getFirst().trace()).nests() ? of(inputs, body) : body.apply(inputs);
    }

    /**
     * Records a computation that has an inverse in its first input.
     *
     * @param name by which {@link Drift} knows it
     * @param inverse from the result to that input; it must take the result through {@link #again}
     */
    public static <T> T reversible(
            String name, List<Tensor> inputs, Function<List<Tensor>, T> body, Function<T, Tensor> inverse) {
        Trace t = inputs.getFirst().trace();
        T result = of(inputs, body, Drift.isExempt(t, name) ? Optional.empty() : Optional.of(inverse));
        Drift.measure(name, inputs.getFirst(), () -> inverse.apply(result));
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
        mode.storing = mode.memory == Memory.STORED || mode.begun > mode.again;
        try {
            return mode.storing ? body.apply(inputs) : segment(t, inputs, body, inverse);
        } finally {
            mode.storing = false;
            mode.inside = !outermost;
        }
    }

    private static <T> T segment(
            Trace t, List<Tensor> inputs, Function<List<Tensor>, T> body, Optional<Function<T, Tensor>> inverse) {
        // a boundary that the body cannot look through: a part of a concatenation would be a value from before it
        List<Tensor> boundary = inputs.stream().map(Segment::again).toList();
        int from = t.size();
        T result = body.apply(boundary);
        Supplier<List<Tensor>> restore = () -> {
            List<Tensor> again = new ArrayList<>();
            for (int i = 0; i < boundary.size(); i++) {
                boolean inverted = i == 0 && memory(t).reverses() && inverse.isPresent();
                again.add(inverted ? inverse.get().apply(result) : again(boundary.get(i)));
            }
            // whoever wants the same value later takes this one, so that nothing has to be kept from step to step
            restored(t).put(inputs.getFirst().value(), again.getFirst());
            return again;
        };
        all(t).add(new Segment(
                from, t.size(), boundary.stream().map(Tensor::value).toList(), restore));
        return result;
    }

    /** The same numbers as a value of its own, so that what is computed from it is not taken for what was computed before. */
    public static Tensor again(Tensor x) {
        Trace t = x.trace();
        Value present = restored(t).getOrDefault(x.value(), x).value();
        return t.append(new Movement.Copy(present, t.size()));
    }

    /** What was computed again, by the values it stands for. */
    private static Map<Value, Tensor> restored(Trace t) {
        return t.note(RESTORED, HashMap<Value, Tensor>::new);
    }

    /** Those of a trace, in the order in which they end. */
    static List<Segment> all(Trace t) {
        return t.note(SEGMENTS, ArrayList<Segment>::new);
    }

    /** Those that lie in a range of instructions and in no other of it. */
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
