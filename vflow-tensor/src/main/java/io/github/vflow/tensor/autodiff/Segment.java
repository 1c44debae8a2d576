package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Value;
import java.util.ArrayList;
import java.util.List;
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

    /** Says what gradients of a trace keep; the usual is {@link Memory#STORED}. */
    public static void use(Trace trace, Memory memory) {
        trace.replaceNote(MODE, memory);
    }

    static Memory memory(Trace trace) {
        return trace.note(MODE, () -> Memory.STORED);
    }

    /**
     * Records a computation whose inner values need not be kept.
     *
     * @param body from the inputs, which it must take from its argument, to the result
     */
    public static <T> T of(List<Tensor> inputs, Function<List<Tensor>, T> body) {
        return of(inputs, body, Optional.empty());
    }

    /**
     * Records a computation that has an inverse in its first input.
     *
     * @param inverse from the result to that input
     */
    public static <T> T reversible(List<Tensor> inputs, Function<List<Tensor>, T> body, Function<T, Tensor> inverse) {
        return of(inputs, body, Optional.of(inverse));
    }

    private static <T> T of(
            List<Tensor> inputs, Function<List<Tensor>, T> body, Optional<Function<T, Tensor>> inverse) {
        Trace t = inputs.getFirst().trace();
        Memory memory = memory(t);
        if (memory == Memory.STORED) {
            return body.apply(inputs);
        }
        // a boundary that the body cannot look through: a part of a concatenation would be a value from before it
        List<Tensor> boundary = inputs.stream().map(Segment::again).toList();
        int from = t.size();
        T result = body.apply(boundary);
        Supplier<List<Tensor>> restore = () -> {
            List<Tensor> again = new ArrayList<>();
            for (int i = 0; i < boundary.size(); i++) {
                boolean inverted = i == 0 && memory == Memory.REVERSIBLE && inverse.isPresent();
                again.add(inverted ? inverse.get().apply(result) : again(boundary.get(i)));
            }
            return again;
        };
        all(t).add(new Segment(
                from, t.size(), boundary.stream().map(Tensor::value).toList(), restore));
        return result;
    }

    /** The same numbers as a value of its own, so that what is computed from it is not taken for what was computed before. */
    public static Tensor again(Tensor x) {
        Trace t = x.trace();
        return t.append(new Movement.Copy(x.value(), t.size()));
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
