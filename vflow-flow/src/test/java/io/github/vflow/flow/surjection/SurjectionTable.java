package io.github.vflow.flow.surjection;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.bijector.elementwise.Scale;
import io.github.vflow.flow.bijector.elementwise.Sigmoid;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.surjection.column.Atom;
import io.github.vflow.flow.surjection.column.Dequantize;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.flow.surjection.column.FillOne;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.surjection.column.SubsetDensity;
import io.github.vflow.flow.surjection.column.Through;
import io.github.vflow.flow.surjection.column.WholeNumbers;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** All surjections, one line each. Every line goes through {@link SurjectionLawsTest}. */
final class SurjectionTable {
    private SurjectionTable() {}

    /**
     * One line of the table, for rows of one number.
     *
     * @param surjection lifts rows [b, 1]
     * @param whole whether its data are whole numbers from 0 to 3, else numbers in (0, 1)
     * @param logProb ln p(x) in closed form, if p(v) = N(v; 0, I)
     */
    record Row(String name, Surjection surjection, boolean whole, DoubleUnaryOperator logProb) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("Bijective Scale", new Bijective(new Scale(4)), false, x -> logNormal(4 * x) + Math.log(4)),
                new Row(
                        "Bijective Logit",
                        new Bijective(new Logit(0)),
                        false,
                        x -> logNormal(Math.log(x / (1 - x))) - Math.log(x) - Math.log1p(-x)),
                // z is independent of x, so p(x) is a normal whatever q
                new Row("Augment prior", new Augment(Posterior.prior(), 1, 1, 2), false, SurjectionTable::logNormal),
                new Row("Augment Gaussian", new Augment(gaussian(), 1, 1, 1), false, SurjectionTable::logNormal),
                new Row("Dequantize uniform", dequantize(new Dequantizer.Uniform()), true, SurjectionTable::logCell),
                new Row("Dequantize variational", dequantize(variational()), true, SurjectionTable::logCell),
                new Row("WholeNumbers", wholeNumbers(), true, x -> logMass((x - 1.5) / 2, (x - 0.5) / 2)),
                new Row(
                        "Atom",
                        new Atom(new Bijective(Chain.of()), List.of(0.0), 1, 0.4, List.of()),
                        false,
                        SurjectionTable::logNormal),
                // the numbers above −1 count one less
                new Row(
                        "Atom of whole numbers",
                        new Atom(
                                new WholeNumbers(new Dequantizer.Uniform(), 1.5, 2, 1),
                                List.of(0.0),
                                1,
                                0,
                                List.of(-1.0)),
                        true,
                        x -> logMass((x - 2.5) / 2, (x - 1.5) / 2)),
                new Row(
                        "Through",
                        new Through(new Bijective(new Scale(4)), new Scale(0.5)),
                        false,
                        x -> logNormal(2 * x) + Math.log(2)),
                new Row(
                        "Parallel",
                        new Parallel(List.of(new Parallel.Part(1, wholeNumbers()))),
                        true,
                        x -> logMass((x - 1.5) / 2, (x - 0.5) / 2)),
                new Row("FillMissing", filling(wholeNumbers()), true, x -> logMass((x - 1.5) / 2, (x - 0.5) / 2)),
                new Row(
                        "FillOne",
                        new FillOne(filling(new Bijective(new Scale(4))), 1),
                        false,
                        x -> logNormal(4 * x) + Math.log(4)));
    }

    /** A column that may be missing: r is the same mixture of two logistics in each dimension. */
    static FillMissing filling(Surjection column) {
        SubsetDensity.Block block = new SubsetDensity.Block(
                0,
                1 + column.augment(),
                seen -> seen.trace()
                        .constant(Shape.of(6), 0, 0.5, -1, 1, 0.1, -0.2)
                        .broadcast(Shape.of(seen.shape().dim(0), 1 + column.augment(), 6))
                        .reshape(seen.shape().dim(0), 6 * (1 + column.augment())));
        return new FillMissing(
                new Parallel(List.of(new Parallel.Part(1, column))),
                new SubsetDensity(List.of(block), 2, Optional.empty()),
                List.of(0.0));
    }

    private static Dequantize dequantize(Dequantizer r) {
        return new Dequantize(r, 1, 1, 1, 4);
    }

    static WholeNumbers wholeNumbers() {
        return new WholeNumbers(new Dequantizer.Uniform(), 1.5, 2, 1);
    }

    private static Posterior gaussian() {
        return new Posterior(Elementwise.conditional(
                new Affine(Affine.Scale.EXP),
                x -> Tensor.concat(1, x.times(0.5), x.times(0).plus(0.1))));
    }

    private static Dequantizer variational() {
        return new Dequantizer.Variational(Bijector.Conditional.always(Chain.of(new Scale(0.75), new Sigmoid())));
    }

    private static double logNormal(double v) {
        return -0.5 * (v * v + Math.log(2 * Math.PI));
    }

    /** ln of the mass of N(0, 1) between x and x + 1. */
    private static double logCell(double x) {
        return logMass(x, x + 1);
    }

    /** ln of the mass of N(0, 1) between two points, by Simpson's rule. */
    private static double logMass(double from, double to) {
        int n = 200;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            double weight = i == 0 || i == n ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * Math.exp(logNormal(from + (to - from) * i / n));
        }
        return Math.log(sum * (to - from) / (3 * n));
    }

    /** The shape of v for a batch. */
    static Shape flat(Tensor v) {
        return Shape.of(v.shape().dim(0), v.shape().size() / v.shape().dim(0));
    }
}
