package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/**
 * A mixture of logistic distributions in log-odds form (Flow++, Ho et al., 2019):
 *
 * <pre>g(x) = ln F(x) − ln(1 − F(x)),  F(x) = Σ π_k σ(z_k),  z_k = (x − μ_k)·exp(−max(s_k, floor))
 * g′(x) = pdf / (F·(1 − F))</pre>
 *
 * <p>Operands are a number for each mixture [.., 1, ..] and three parameters of each component [.., k, ..]; the axis where sizes
 * differ is the component axis.
 */
public sealed interface Mixture extends Op {
    /** No floor under log-scales. */
    double NO_FLOOR = Double.NEGATIVE_INFINITY;

    /** The argument [.., 1, ..]. */
    Value x();

    /** Unnormalised ln π [.., k, ..]. */
    Value logits();

    /** The means μ [.., k, ..]. */
    Value means();

    /** The log-scales s [.., k, ..]. */
    Value logScales();

    /** The component axis. */
    int axis();

    /** Smaller log-scales count as the floor, and have no gradient. */
    double floor();

    /** The same operation on other operands, with the components along another axis. */
    Mixture along(int axis, List<Value> operands);

    /** The number of components. */
    default int components() {
        return logits().shape().dim(axis());
    }

    @Override
    default List<Value> operands() {
        return List.of(x(), logits(), means(), logScales());
    }

    @Override
    default Op with(List<Value> operands) {
        return along(axis(), operands);
    }

    /** Checks the shapes of the common operands. Answers the shape of the argument with another size along the component axis. */
    private Shape checked(String name, int size) {
        Checks.axis(name, logits().shape(), axis());
        Checks.that(
                x().shape().equals(logits().shape().with(axis(), 1))
                        && logits().shape().equals(means().shape())
                        && logits().shape().equals(logScales().shape()),
                () -> name + ": expected an argument with size 1 along axis " + axis()
                        + " and three equal parameter shapes but got " + x().shape() + ", " + logits().shape() + ", "
                        + means().shape() + ", " + logScales().shape());
        return x().shape().with(axis(), size);
    }

    /** g and ln g′, one after the other along the component axis [.., 2, ..]. */
    record LogOdds(Value x, Value logits, Value means, Value logScales, int axis, double floor) implements Mixture {
        @Override
        public Mixture along(int other, List<Value> v) {
            return new LogOdds(v.get(0), v.get(1), v.get(2), v.get(3), other, floor);
        }

        @Override
        public Shape shape() {
            return ((Mixture) this).checked("mixtureLogOdds", 2);
        }
    }

    /**
     * The gradient of {@link LogOdds} in its parameters, those in logits, means and log-scales one after another along the
     * component axis [.., 3k, ..]. That in x is the negative sum of those in the means.
     *
     * @param g the cotangent of the result [.., 2, ..]
     */
    record LogOddsGradient(Value x, Value logits, Value means, Value logScales, Value g, int axis, double floor)
            implements Mixture {
        @Override
        public List<Value> operands() {
            return List.of(x, logits, means, logScales, g);
        }

        @Override
        public Mixture along(int other, List<Value> v) {
            return new LogOddsGradient(v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), other, floor);
        }

        @Override
        public Shape shape() {
            Shape expected = ((Mixture) this).checked("mixtureLogOdds", 2);
            Checks.that(
                    g.shape().equals(expected),
                    () -> "mixtureLogOdds: expected a cotangent " + expected + " but got " + g.shape());
            return expected.with(axis, 3L * components());
        }
    }

    /**
     * The x with g(x) = y.
     *
     * @param y log-odds [.., 1, ..]
     */
    record Inverse(Value y, Value logits, Value means, Value logScales, int axis, double floor) implements Mixture {
        @Override
        public Value x() {
            return y;
        }

        @Override
        public Mixture along(int other, List<Value> v) {
            return new Inverse(v.get(0), v.get(1), v.get(2), v.get(3), other, floor);
        }

        @Override
        public Shape shape() {
            return ((Mixture) this).checked("mixtureInverse", 1);
        }
    }
}
