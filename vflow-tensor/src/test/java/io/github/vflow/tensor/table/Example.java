package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Inputs;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.function.Function;

/**
 * A row of the {@link OpTable}: a small program that uses an operation.
 *
 * @param op the operation it is there for
 * @param label shapes and attributes
 * @param tolerance for float32 against double
 * @param build declares inputs and answers the result
 */
public record Example(
        Class<? extends Op> op, String label, Approx.Tolerance tolerance, Function<Inputs, Tensor> build) {
    /** A fresh trace of it, with numbers for its inputs. */
    public Traced trace() {
        Inputs inputs = new Inputs(Seeds.of(toString()));
        return new Traced(inputs, build.apply(inputs));
    }

    /** Inputs and result. */
    public record Traced(Inputs inputs, Tensor result) {}

    @Override
    public String toString() {
        return op.getSimpleName() + " " + label;
    }
}
