package io.github.vflow.flow.train;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.exact.SquareMatrix;
import java.util.Arrays;
import java.util.Optional;

/** Finds a linear map whose matrix is singular. */
final class Singular {
    private Singular() {}

    /**
     * The first singular map, in words.
     *
     * @param flat the values of all parameters
     */
    static Optional<String> find(Parameters parameters, float[] flat) {
        return parameters.all().stream()
                .filter(Singular::isMap)
                .filter(p -> isSingular(
                        Arrays.copyOfRange(
                                flat, p.offset(), p.offset() + p.shape().size()),
                        p.shape().dim(0)))
                .map(p -> "the linear map \"" + p.name() + "\" is singular")
                .findFirst();
    }

    private static boolean isMap(Parameter p) {
        return p.name().endsWith(".W")
                && p.shape().rank() == 2
                && p.shape().dim(0) == p.shape().dim(1);
    }

    private static boolean isSingular(float[] values, int n) {
        SquareMatrix m = new SquareMatrix(n);
        for (int i = 0; i < values.length; i++) {
            m.data()[i] = values[i];
        }
        try {
            m.factor();
            return false;
        } catch (ArithmeticException e) {
            return true;
        }
    }
}
