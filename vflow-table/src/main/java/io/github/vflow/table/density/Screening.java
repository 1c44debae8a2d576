package io.github.vflow.table.density;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.discrete.Alphabet;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The values of columns and the samples by which explanations compare the cells of a row. Any number of threads may use it.
 *
 * @param some an estimator of ln p, for costs
 * @param few the same by fewer samples, for complete rows
 * @param numbers few numbers that a column has, see {@link io.github.vflow.table.score.Scorer#numbers}
 * @param frequent numbers of each column
 */
public record Screening(Estimator some, Estimator few, List<List<Double>> numbers, List<List<Double>> frequent) {
    static Screening of(TableDensity density) {
        int columns = density.columns().size();
        List<ColumnSpec> kinds = density.model().spec().map(Spec::kinds).orElse(List.of());
        List<List<Double>> numbers = IntStream.range(0, columns)
                .mapToObj(j -> j < kinds.size() ? numbers(density, kinds.get(j), j) : List.<Double>of())
                .toList();
        List<List<Double>> frequent = IntStream.range(0, columns)
                .mapToObj(j -> areFrequent(density.model(), j) ? kinds.get(j).repeats() : numbers.get(j))
                .toList();
        Estimator some = Estimator.ofSome(density);
        return new Screening(some, Estimator.ofFew(density, some), numbers, frequent);
    }

    /** Whole numbers beside atoms are too many to be listed with them. */
    private static List<Double> numbers(TableDensity density, ColumnSpec kind, int j) {
        if (kind instanceof ColumnSpec.Listed) {
            return kind.repeats().size() <= AnswerDefaults.MANY_SCORED ? kind.repeats() : List.of();
        }
        Optional<Calibration> ranges = density.about().calibration();
        boolean areProbable = density.schema().modelled().columns().get(j).isWhole()
                && kind.repeats().isEmpty();
        double least = ranges.map(r -> r.low(j)).orElse(Double.NaN);
        double most = ranges.map(r -> r.high(j)).orElse(Double.NaN);
        return areProbable && most - least < AnswerDefaults.MANY_SCORED
                ? DoubleStream.iterate(least, x -> x <= most, x -> x + 1)
                        .boxed()
                        .toList()
                : List.of();
    }

    private static boolean areFrequent(Model model, int j) {
        Optional<Alphabet> alphabet = model.discrete().flatMap(part -> Optional.ofNullable(part.alphabet(j)));
        return alphabet.filter(a -> !a.isOpen() && a.frequencies().getFirst() <= 1 - AnswerDefaults.MOST_REPEAT)
                .isPresent();
    }

    /**
     * Estimates of ln p by a part of the samples of a score.
     *
     * @param part the number of samples of a score for each one here
     */
    public record Estimator(Pool<Evaluator> evaluators, int part) {
        private static Estimator ofSome(TableDensity d) {
            return of(d, AnswerDefaults.COMPARED_PART, GapDefaults.ATOM_POINTS);
        }

        /** The same estimator if it takes one sample of a row. */
        private static Estimator ofFew(TableDensity d, Estimator some) {
            int used = Evaluator.used(d.model(), d.scoring.samples());
            return used == 1
                    ? some
                    : of(d, used > GapDefaults.ATOM_POINTS ? AnswerDefaults.ROUGH_PART : d.scoring.samples(), 1);
        }

        private static Estimator of(TableDensity d, int part, int least) {
            int samples = Math.max(least, Math.ceilDiv(d.scoring.samples(), part));
            Engine engine = Engines.vector(1);
            return new Estimator(
                    new Pool<>(() -> Evaluator.ofScores(d.model(), engine, samples, d.scoring.seed())), part);
        }

        /** The estimates of rows, with about as many effective samples as a score would have. */
        ImportanceEstimate[] estimates(double[][] rows) {
            ImportanceEstimate[] all = new ImportanceEstimate[rows.length];
            Arrays.fill(all, ImportanceEstimate.of());
            int[] finite = IntStream.range(0, rows.length)
                    .filter(i -> Arrays.stream(rows[i]).noneMatch(x -> Float.isInfinite((float) x)))
                    .toArray();
            if (finite.length > 0) {
                Rows batch = Rows.withGaps(
                        IntStream.of(finite)
                                .mapToObj(i -> rows[i])
                                .flatMapToDouble(Arrays::stream)
                                .toArray(),
                        rows[0].length);
                ImportanceEstimate[] estimates = evaluators.with(e -> e.estimates(batch));
                for (int k = 0; k < finite.length; k++) {
                    ImportanceEstimate e = estimates[k];
                    all[finite[k]] =
                            new ImportanceEstimate(e.logProb(), e.standardError(), part * e.effectiveSampleSize());
                }
            }
            return all;
        }
    }
}
