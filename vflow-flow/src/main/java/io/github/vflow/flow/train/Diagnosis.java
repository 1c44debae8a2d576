package io.github.vflow.flow.train;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.reference.SquareMatrix;
import java.util.Arrays;
import java.util.Optional;

/** Says which layer is to blame when a step fails. */
final class Diagnosis {
    private Diagnosis() {}

    /** The failure of a step, with the layer's name where one can be found in the flat parameters of that step. */
    static ArithmeticException of(ArithmeticException failure, long step, Parameters parameters, float[] flat) {
        String where = parameters.all().stream()
                .flatMap(p ->
                        complaint(
                                p,
                                Arrays.copyOfRange(
                                        flat, p.offset(), p.offset() + p.shape().size()))
                                .stream())
                .findFirst()
                .orElse("no parameter is to blame by itself");
        ArithmeticException named = new ArithmeticException(
                "Trainer: step " + (step + 1) + " failed: " + failure.getMessage() + " (" + where + ")");
        named.initCause(failure);
        return named;
    }

    private static Optional<String> complaint(Parameter p, float[] values) {
        for (float v : values) {
            if (!Float.isFinite(v)) {
                return Optional.of("parameter \"" + p.name() + "\" holds " + v);
            }
        }
        boolean map = p.name().endsWith(".W")
                && p.shape().rank() == 2
                && p.shape().dim(0) == p.shape().dim(1);
        return map && isSingular(values, p.shape().dim(0))
                ? Optional.of("the linear map \"" + p.name() + "\" is singular")
                : Optional.empty();
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
