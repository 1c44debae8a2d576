package io.github.vflow.flow.io;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.nn.file.Dtype;
import io.github.vflow.nn.file.SafeTensors;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Calibration scores as float64 tensors of a model file, so that a p-value has the same bits after loading. */
final class CalibrationTensors {
    private static final String SCORES = "calibration.scores";
    private static final String RANGES = "calibration.ranges";
    private static final String FOLDS = "calibration.folds";
    private static final String LABELS = "calibration.labels";
    private static final String LABELLED = "calibration.label_columns";
    private static final String BY = "calibration.by";

    /** The names of the tensors, which no parameter has. */
    static final List<String> NAMES = List.of(SCORES, RANGES, FOLDS, LABELS, LABELLED, BY);

    private CalibrationTensors() {}

    static void write(Calibration c, SafeTensors.Builder to) {
        double[] ranges = new double[2 * c.columns()];
        Arrays.setAll(ranges, i -> i < c.columns() ? c.low(i) : c.high(i - c.columns()));
        to.f64(SCORES, Shape.of(c.size()), c.scores());
        to.f64(RANGES, Shape.of(2, c.columns()), ranges);
        if (c.folds() > 0) {
            to.f64(FOLDS, Shape.of(1), new double[] {c.folds()});
        }
        Calibration.Labels labels = c.labels();
        if (labels.columns().length > 0) {
            write(LABELLED, labels.columns(), to);
            double[] flat = Arrays.stream(labels.labels())
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            to.f64(LABELS, Shape.of(c.size(), labels.columns().length), flat);
        }
        if (c.by().length > 0) {
            write(BY, c.by(), to);
        }
    }

    private static void write(String name, int[] columns, SafeTensors.Builder to) {
        to.f64(
                name,
                Shape.of(columns.length),
                Arrays.stream(columns).asDoubleStream().toArray());
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
        Calibration folded = from.tensors().containsKey(FOLDS) ? c.crossFitted(wholes(FOLDS, from)[0]) : c;
        Calibration labelled =
                from.tensors().containsKey(LABELLED) ? folded.labelled(scores, labels(from, scores.length, d)) : folded;
        return Optional.of(from.tensors().containsKey(BY) ? labelled.grouped(wholes(BY, from)) : labelled);
    }

    private static Calibration.Labels labels(SafeTensors from, int rows, int d) {
        int[] columns = wholes(LABELLED, from);
        int k = columns.length;
        if (Arrays.stream(columns).anyMatch(j -> j < 0 || j >= d)) {
            throw new IllegalArgumentException(LABELLED + " must be columns of rows of " + d + " numbers but are "
                    + Arrays.toString(columns) + "; the file is damaged, so take another copy");
        }
        double[] flat = from.tensor(LABELS, Shape.of(rows, k), Dtype.F64).doubles();
        return new Calibration.Labels(
                columns,
                IntStream.range(0, rows)
                        .mapToObj(i -> Arrays.copyOfRange(flat, i * k, (i + 1) * k))
                        .toArray(double[][]::new));
    }

    private static int[] wholes(String name, SafeTensors from) {
        Shape shape = Shape.of(from.tensor(name).shape().size());
        return Arrays.stream(from.tensor(name, shape, Dtype.F64).doubles())
                .mapToInt(x -> whole(name, x))
                .toArray();
    }

    private static int whole(String name, double number) {
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException(
                    name + " must be a whole number but is " + number + "; the file is damaged, so take another copy");
        }
        return (int) number;
    }
}
