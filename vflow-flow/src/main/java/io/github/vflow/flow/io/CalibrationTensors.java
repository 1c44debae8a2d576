package io.github.vflow.flow.io;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.nn.file.Dtype;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Calibration scores as float64 tensors of a model file, so that a p-value has the same bits after loading. */
final class CalibrationTensors {
    private static final String SCORES = "calibration.scores";
    private static final String RANGES = "calibration.ranges";
    private static final String FOLDS = "calibration.folds";

    /** The names of the tensors, which no parameter has. */
    static final List<String> NAMES = List.of(SCORES, RANGES, FOLDS);

    private CalibrationTensors() {}

    static void write(Calibration c, SafeTensors.Builder to) {
        double[] ranges = new double[2 * c.columns()];
        Arrays.setAll(ranges, i -> i < c.columns() ? c.low(i) : c.high(i - c.columns()));
        to.f64(SCORES, Shape.of(c.size()), c.scores());
        to.f64(RANGES, Shape.of(2, c.columns()), ranges);
        if (c.folds() > 0) {
            to.f64(FOLDS, Shape.of(1), new double[] {c.folds()});
        }
    }

    /**
     * The calibration of a file.
     *
     * @throws IllegalArgumentException if scores or ranges are there without the other, or a tensor is not as it is written
     */
    static Optional<Calibration> read(SafeTensors from) {
        if (NAMES.stream().noneMatch(from.tensors()::containsKey)) {
            return Optional.empty();
        }
        Shape shape = from.tensor(RANGES).shape();
        Shape expected = Shape.of(2, Math.max(1, shape.size() / 2));
        double[] ranges = from.tensor(RANGES, expected, Dtype.F64).doubles();
        double[] scores = from.tensor(
                        SCORES, Shape.of(from.tensor(SCORES).shape().size()), Dtype.F64)
                .doubles();
        int d = ranges.length / 2;
        Calibration c = Calibration.of(scores, Arrays.copyOf(ranges, d), Arrays.copyOfRange(ranges, d, ranges.length));
        return Optional.of(from.tensors().containsKey(FOLDS) ? c.crossFitted(folds(from)) : c);
    }

    private static int folds(SafeTensors from) {
        double folds = from.tensor(FOLDS, Shape.of(1), Dtype.F64).doubles()[0];
        if (folds != Math.rint(folds)) {
            throw new IllegalArgumentException(
                    FOLDS + " must be a whole number but is " + folds + "; the file is damaged, so take another copy");
        }
        return (int) folds;
    }
}
