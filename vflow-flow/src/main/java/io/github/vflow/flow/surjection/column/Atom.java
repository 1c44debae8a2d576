package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.OptionalDouble;

/**
 * Lifts a column with an atom, a number that has positive probability. The others are lifted as their kind says. At the atom the dimension is noise,
 * v = u ~ N(c, s²). The flow knows by its condition which rows are at the atom. Their bound gets
 *
 * <pre>−ln N(u; c, s) + ln std,</pre>
 *
 * so that ln p(u, others | atom) becomes ln p(others | atom): the model subtracts ln std for all numbers, but the atom has no units. {@link #back}
 * treats it as the other numbers.
 *
 * <p>A whole number that is an atom leaves a hole of one between the others, where the flow would have mass that no number has. So the others close
 * up: numbers above the atom count one less.
 *
 * @param of the lift of the other numbers, of one column
 * @param centre c, such as the place of the atom among the lifted numbers, so that relations to other columns stay as they are
 * @param scale s, positive
 * @param logStd ln of the standard deviation by which the column is standardised
 * @param hole the atom of whole numbers, which must not be standardised; empty for real ones
 */
public record Atom(Surjection of, double centre, double scale, double logStd, OptionalDouble hole)
        implements Cells.Lifter {
    private static final double LOG_SQRT_2_PI = 0.5 * Math.log(2 * Math.PI);

    @Override
    public int noise() {
        return of.noise() + 1;
    }

    @Override
    public int augment() {
        return of.augment();
    }

    @Override
    public Lifted lift(Cells x, Tensor noise, Condition condition) {
        int b = noise.shape().dim(0);
        Tensor isAt = x.atAtom();
        Tensor number = isAt.select(noise.trace().constant(0).broadcast(isAt.shape()), x.numbers());
        Lifted other = of.lift(
                hole.isPresent() ? number.minus(number.greater(hole.getAsDouble())) : number,
                of.noise() == 0 ? noise : noise.slice(1, 0, of.noise()),
                condition);
        Tensor normal = noise.slice(1, of.noise(), noise());
        Tensor u = normal.times(scale).plus(centre);
        Tensor ofNoise = normal.times(normal)
                .times(0.5)
                .plus(LOG_SQRT_2_PI + Math.log(scale) + logStd)
                .reshape(b);
        return new Lifted(
                isAt.select(u, other.value()), isAt.reshape(Shape.of(b)).select(ofNoise, other.added()));
    }

    @Override
    public Tensor back(Tensor v) {
        Tensor number = of.back(v);
        // at least the atom means not below it
        return hole.isPresent()
                ? number.plus(
                        number.negate().greater(-hole.getAsDouble()).negate().plus(1))
                : number;
    }
}
