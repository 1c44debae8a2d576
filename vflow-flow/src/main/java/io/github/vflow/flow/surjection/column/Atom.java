package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/**
 * Lifts a column with atoms, numbers that have positive probabilities. The others are lifted as their kind says. At the k-th atom the dimension is
 * noise, v = u ~ N(cₖ, s²). The flow knows by its condition which rows are at which atom. Their bound gets
 *
 * <pre>−ln N(u; cₖ, s) + ln std,</pre>
 *
 * so that ln p(u, others | atom) becomes ln p(others | atom): the model subtracts ln std for all numbers, but an atom has no units. {@link #back}
 * treats it as the other numbers.
 *
 * <p>A whole number that is an atom leaves a hole of one between the others, where the flow would have mass that no number has. So the others close
 * up: numbers count one less for each atom below.
 *
 * @param of the lift of the other numbers, of one column
 * @param centres cₖ, such as the place of each atom among the lifted numbers, so that relations to other columns stay as they are
 * @param scale s, positive
 * @param logStd ln of the standard deviation by which the column is standardised
 * @param holes the atoms of whole numbers, ascending, which must not be standardised; none for real ones
 */
public record Atom(Surjection of, List<Double> centres, double scale, double logStd, List<Double> holes)
        implements Cells.Lifter {
    private static final double LOG_SQRT_2_PI = 0.5 * Math.log(2 * Math.PI);

    public Atom {
        centres = List.copyOf(centres);
        holes = List.copyOf(holes);
    }

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
        Lifted other = of.lift(closed(number), of.noise() == 0 ? noise : noise.slice(1, 0, of.noise()), condition);
        Tensor normal = noise.slice(1, of.noise(), noise());
        Tensor u = centred(normal.times(scale), x.atom());
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
        for (double hole : holes) {
            // at least the atom means not below it
            number = number.plus(number.negate().greater(-hole).negate().plus(1));
        }
        return number;
    }

    private Tensor closed(Tensor number) {
        Tensor less = number;
        for (double hole : holes) {
            less = less.minus(number.greater(hole));
        }
        return less;
    }

    /** Noise around the centre of each atom k [b, 1]; around any centre for another number. */
    private Tensor centred(Tensor noise, Tensor k) {
        Tensor u = noise.plus(centres.getFirst());
        for (int i = 1; i < centres.size(); i++) {
            u = k.greater(i + 0.5).select(noise.plus(centres.get(i)), u);
        }
        return u;
    }
}
