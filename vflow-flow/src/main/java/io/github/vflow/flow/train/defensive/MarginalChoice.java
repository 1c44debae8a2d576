package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.MarginalCurve;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Chooses whether columns of numbers enter a model through maps that make their distributions normal ({@link MarginalMap}). Noise, broad components
 * and tails then adapt to the local spread, and samples match each column's distribution. Maps bend linear relations between columns, so they are
 * taken only where the normal distribution of mapped columns explains the rows better than the normal distribution of the columns themselves.
 *
 * @param kinds of the columns with their maps
 * @param gain the mean ln p of rows by a normal distribution of mapped columns, less the same for plain columns, in nats
 */
public record MarginalChoice(List<ColumnSpec> kinds, double gain) {
    /** The mean of the noise that makes a whole number continuous. */
    private static final double MIDDLE = 0.5;

    public MarginalChoice {
        kinds = List.copyOf(kinds);
    }

    /**
     * The kinds of columns with maps; empty if maps do not explain the rows better. Maps with finer bins ({@link MarginalMap#ofAmounts}) are taken
     * if they explain the rows better still: they are worse where numbers lie close together by chance.
     *
     * @param kinds of the features; none if all are real
     * @param rows that train, with the features first
     */
    public static Optional<MarginalChoice> of(List<ColumnSpec> kinds, Rows rows, int features) {
        List<ColumnSpec> plain = kinds.isEmpty() ? Collections.nCopies(features, new ColumnSpec.Real()) : kinds;
        return Stream.<Function<double[], Optional<MarginalMap>>>of(MarginalMap::of, MarginalMap::ofAmounts)
                .map(by -> IntStream.range(0, features)
                        .mapToObj(j -> mapped(plain.get(j), rows.known(j), by))
                        .toList())
                .filter(mapped -> !mapped.equals(plain))
                .map(mapped -> new MarginalChoice(mapped, gain(mapped, rows)))
                .filter(choice -> choice.gain() > 0)
                .max(Comparator.comparingDouble(MarginalChoice::gain));
    }

    private static ColumnSpec mapped(ColumnSpec kind, double[] known, Function<double[], Optional<MarginalMap>> by) {
        if (kind instanceof ColumnSpec.Atom a) {
            double[] others = Arrays.stream(known)
                    .filter(x -> !a.values().contains(x + 0.0))
                    .toArray();
            return new ColumnSpec.Atom(a.values(), mapped(a.of(), others, by));
        }
        if (!kind.takesMap()) {
            return kind;
        }
        double[] middles = kind instanceof ColumnSpec.Whole
                ? Arrays.stream(known).map(x -> x + MIDDLE).toArray()
                : known;
        return by.apply(middles)
                .<ColumnSpec>map(m -> new ColumnSpec.Marginal(m, kind))
                .orElse(kind);
    }

    /** The log-likelihood of the normal distribution of mapped columns less the same for plain columns, in nats per row. */
    private static double gain(List<ColumnSpec> mapped, Rows rows) {
        int step = Math.ceilDiv(rows.size(), MixtureDefaults.MOST_ROWS);
        int n = rows.size() / step;
        int[] columns = IntStream.range(0, mapped.size())
                .filter(j -> mapped.get(j).plain().takesMap())
                .toArray();
        List<double[]> plain = new ArrayList<>();
        List<double[]> images = new ArrayList<>();
        double logSlopes = 0;
        for (int j : columns) {
            double[] x = new double[n];
            Arrays.setAll(x, i -> rows.get(i * step, j));
            Optional<MarginalCurve> curve = mapped.get(j).marginal().map(MarginalMap::curve);
            double shift = mapped.get(j).plain() instanceof ColumnSpec.Whole ? MIDDLE : 0;
            double[] y = curve.isEmpty()
                    ? x
                    : Arrays.stream(x).map(v -> curve.get().forward(v + shift)).toArray();
            plain.add(x);
            images.add(y);
            logSlopes += curve.isEmpty()
                    ? 0
                    : Arrays.stream(x)
                            .filter(v -> !Double.isNaN(v))
                            .map(v -> curve.get().logSlope(v + shift))
                            .average()
                            .orElse(0);
        }
        return logSlopes + logNormal(images) - logNormal(plain);
    }

    /** The mean ln p of rows by the normal distribution of their shrunken moments, in nats but for a constant; a missing cell counts as the mean. */
    private static double logNormal(List<double[]> columns) {
        int d = columns.size();
        int n = columns.getFirst().length;
        float[] standard = new float[n * d];
        double logStds = 0;
        for (int j = 0; j < d; j++) {
            double[] known =
                    Arrays.stream(columns.get(j)).filter(v -> !Double.isNaN(v)).toArray();
            double mean = Arrays.stream(known).average().orElse(0);
            double std = Math.sqrt(Arrays.stream(known)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElse(1));
            logStds += Math.log(std);
            for (int i = 0; i < n; i++) {
                double v = columns.get(j)[i];
                standard[i * d + j] = Double.isNaN(v) ? 0 : (float) ((v - mean) / std);
            }
        }
        Moments moments = Moments.of(standard, d);
        double[][] factor = Matrices.cholesky(moments.covariance());
        double[][] inverse = Matrices.inverseOfLower(factor);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                double u = 0;
                for (int k = 0; k <= j; k++) {
                    u += inverse[j][k] * (standard[i * d + k] - moments.mean()[k]);
                }
                squares += u * u;
            }
        }
        return -0.5 * squares / n - Matrices.logDet(factor) - logStds;
    }
}
