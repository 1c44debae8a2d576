package io.github.vflow.flow.train.step;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters that training moves: each that is not frozen and on which the loss depends. A training program has their values, moments and
 * moving averages one after another, so its optimizer does no work for the others, such as the density of missing cells, which trains later.
 * Immutable.
 *
 * @param all of the model
 * @param moved in the order of their declaration
 */
@SuppressWarnings("exports") // for our own modules
public record MovedParameters(Parameters all, List<Parameter> moved) {
    public MovedParameters {
        moved = List.copyOf(moved);
    }

    /**
     * The parameters that a loss moves.
     *
     * @param loss traces it
     */
    public static MovedParameters of(Parameters all, Function<Trace, Tensor> loss) {
        Trace t = new Trace();
        Set<Value> read = new HashSet<>(Set.of(loss.apply(t).value()));
        for (Program.Instruction i : t.instructions().reversed()) {
            if (read.contains(i.result())) {
                read.addAll(i.op().operands());
            }
        }
        return new MovedParameters(
                all,
                all.all().stream()
                        .filter(p -> !p.isFrozen() && read.contains(p.in(t).value()))
                        .toList());
    }

    /** The number of their scalars. */
    int size() {
        return moved.stream().mapToInt(p -> p.shape().size()).sum();
    }

    /** Whether they are all parameters, or none, so that a program has all in one array. */
    boolean areAll() {
        return moved.isEmpty() || size() == all.size();
    }

    /** Their values as an input of a trace that has no parameter yet: [size], or those of all if none moves. */
    public Tensor in(Trace trace) {
        return all.apart(trace, moved);
    }

    /** ∂loss/∂parameters, of the shape of {@link #in}: [size], or zeros if none moves. */
    public Tensor gradient(Tensor loss) {
        Trace t = loss.trace();
        if (moved.isEmpty()) {
            return t.constant(0).broadcast(Shape.of(all.size()));
        }
        return Tensor.concat(
                0,
                Gradient.of(loss, moved.stream().map(p -> p.in(t)).toList()).stream()
                        .map(g -> g.reshape(g.shape().size()))
                        .toList());
    }

    /** Reads their part of an array with a number for each scalar of all parameters. */
    void read(float[] whole, float[] part) {
        int at = 0;
        for (Parameter p : moved) {
            System.arraycopy(whole, p.offset(), part, at, p.shape().size());
            at += p.shape().size();
        }
    }

    /** Writes their part into such an array. */
    void write(float[] part, float[] whole) {
        int at = 0;
        for (Parameter p : moved) {
            System.arraycopy(part, at, whole, p.offset(), p.shape().size());
            at += p.shape().size();
        }
    }
}
