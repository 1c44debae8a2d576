package io.github.vflow.flow.surjection;

import io.github.vflow.flow.data.standardization.CellState;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Columns of standardised rows in a program: the state of each cell beside its number.
 *
 * @param numbers [b, …]; zero where there is none
 * @param states the {@linkplain CellState#code codes} of the cells [b, …]; null if all are known and none is at an atom
 */
public record Cells(Tensor numbers, @Nullable Tensor states) {
    private static final double HALF = 0.5;

    /** Known cells, none at an atom. */
    public static Cells known(Tensor numbers) {
        return new Cells(numbers, null);
    }

    /** A surjection of columns some of whose cells may be missing or at atoms. */
    public interface Lifter extends Surjection {
        /** As {@link #lift(Tensor, Tensor, Condition)}, of cells with states. */
        Lifted lift(Cells x, Tensor noise, Condition condition);

        @Override
        default Lifted lift(Tensor x, Tensor noise, Condition condition) {
            return lift(known(x), noise, condition);
        }
    }

    /** These cells, lifted by a surjection. */
    public Lifted lift(Surjection by, Tensor noise, Condition condition) {
        return by instanceof Lifter s ? s.lift(this, noise, condition) : by.lift(numbers, noise, condition);
    }

    /** The same cells with other numbers. */
    public Cells with(Tensor others) {
        return new Cells(others, states);
    }

    /** Neighbouring columns. */
    public Cells columns(int from, int to) {
        return new Cells(numbers.slice(1, from, to), states == null ? null : states.slice(1, from, to));
    }

    /** 1 for a cell whose number is known, the atom or another one, 0 for another cell [b, …]. */
    public Tensor known() {
        return not(isAfter(CellState.KNOWN));
    }

    /** 1 for a cell that is known to be at the atom or not, 0 for another cell [b, …]. */
    public Tensor notMissing() {
        return not(isAfter(CellState.NOT_AT_ATOM));
    }

    /** k for a cell at the k-th atom of its column, 0 for another cell [b, …]. */
    public Tensor atom() {
        return states == null ? none() : states.negate().relu();
    }

    /** 1 for a cell at an atom of its column, 0 for another cell [b, …]. */
    public Tensor atAtom() {
        return states == null ? none() : states.negate().greater(-CellState.AT_ATOM.code() - HALF);
    }

    private Tensor isAfter(CellState state) {
        return states == null ? none() : states.greater(state.code() + HALF);
    }

    private static Tensor not(Tensor is) {
        return is.negate().plus(1);
    }

    private Tensor none() {
        return numbers.trace().constant(0).broadcast(numbers.shape());
    }
}
