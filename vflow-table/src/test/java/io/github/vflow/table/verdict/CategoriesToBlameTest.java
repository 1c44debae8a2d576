package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Attribution.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cost of a category is exact while its labels can be listed. */
final class CategoriesToBlameTest {
    /**
     * One category with probabilities of its own, beside a cell that has no influence.
     *
     * @param effective the effective draws behind each probability; exact ones have none to count
     */
    private record Labels(double[] probabilities, double... effective) implements Scorer {
        @Override
        public List<JudgedColumn> columns() {
            List<String> labels = IntStream.range(0, probabilities.length)
                    .mapToObj(i -> "l" + i)
                    .toList();
            return List.of(new JudgedColumn("kind", labels, false), JudgedColumn.ofReals("x"));
        }

        @Override
        public Score score(double[] row) {
            if (Double.isNaN(row[0])) {
                return Scores.of(0);
            }
            int label = (int) row[0];
            double draws = effective.length == 0 ? 1 : effective[label];
            return Scores.of(Math.log(probabilities[label]), effective.length == 0 ? 0 : 0.1, draws);
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return Imputation.equal(IntStream.range(0, samples)
                    .mapToObj(_ -> new double[] {drawn(random.nextDouble()), Double.isNaN(row[1]) ? 0 : row[1]})
                    .toArray(double[][]::new));
        }

        private double drawn(double u) {
            int label = 0;
            for (double left = u - probabilities[0]; left > 0 && label < probabilities.length - 1; ) {
                left -= probabilities[++label];
            }
            return label;
        }
    }

    /** Rows of its label have its label, however rare it is. */
    @Test
    void theColumnOfAGroupIsNotToBlame() {
        Labels model = new Labels(new double[] {0.98, 0.02});
        double[] scores = new double[999];
        Arrays.setAll(scores, i -> -0.001 * i);
        double[][] labels = IntStream.range(0, 999)
                .mapToObj(i -> new double[] {i % 50 == 0 ? 1 : 0})
                .toArray(double[][]::new);
        Alarm all = Alarm.of(
                model,
                Optional.of(Calibration.of(scores, new double[] {0, -1}, new double[] {1, 1})
                        .labelled(scores, new Calibration.Labels(new int[] {0}, labels))),
                0.01);
        assertEquals(
                "kind",
                all.explain(1, 0).attribution().orElseThrow().parts().getFirst().column());
        Attribution byKind = all.by(List.of("kind")).explain(1, 0).attribution().orElseThrow();
        assertEquals(
                List.of(),
                Stream.concat(byKind.parts().stream(), byKind.others().stream())
                        .map(Part::column)
                        .filter("kind"::equals)
                        .toList());
    }

    private static Part part(Labels model, int label) {
        double[] scores = new double[999];
        Arrays.setAll(scores, i -> -0.001 * i);
        Calibration calibration = Calibration.of(scores, new double[] {0, -1}, new double[] {1, 1});
        Attribution a = Alarm.of(model, Optional.of(calibration), 0.01)
                .explain(label, 0)
                .attribution()
                .orElseThrow();
        return Stream.concat(a.parts().stream(), a.others().stream())
                .filter(p -> p.column().equals("kind"))
                .findFirst()
                .orElseThrow();
    }

    /** E[ln P] − ln P(label), without an error, and the most probable label as the expectation. */
    @Test
    void aCategoryHasAnExactCost() {
        Part odd = part(new Labels(new double[] {0.7, 0.29, 0.01}), 2);
        double mean = 0.7 * Math.log(0.7) + 0.29 * Math.log(0.29) + 0.01 * Math.log(0.01);
        assertEquals(mean - Math.log(0.01), odd.cost(), 1e-12);
        assertEquals(0, odd.standardError());
        assertEquals("l2", odd.value());
        Attribution.Label expected = (Attribution.Label) odd.expected();
        assertEquals("l0", expected.label());
        assertEquals(0.7, expected.probability(), 1e-12);
    }

    /** A p-value of exactly the rate is too low, so its column is to blame; above the rate no column is. */
    @Test
    void aRowAtTheRateHasAPart() {
        Labels model = new Labels(new double[] {0.7, 0.29, 0.01});
        Optional<Calibration> calibration = Optional.of(Calibration.of(new double[99], new double[2], new double[2]));
        Attribution low =
                Alarm.of(model, calibration, 0.01).explain(2, 0).attribution().orElseThrow();
        assertEquals(List.of("kind"), low.parts().stream().map(Part::column).toList());
        double[] scores = new double[99];
        scores[0] = Math.log(0.005);
        calibration = Optional.of(Calibration.of(scores, new double[2], new double[2]));
        Attribution normal =
                Alarm.of(model, calibration, 0.01).explain(2, 0).attribution().orElseThrow();
        assertEquals(List.of(), normal.parts());
    }

    /** Two independent categories of the same probabilities. */
    private record TwoLabels(Labels each) implements Scorer {
        @Override
        public List<JudgedColumn> columns() {
            JudgedColumn first = each.columns().getFirst();
            return List.of(first, new JudgedColumn("other", first.labels(), false));
        }

        @Override
        public Score score(double[] row) {
            double sum = Arrays.stream(row)
                    .map(label -> each.score(new double[] {label, 0}).value())
                    .sum();
            return Scores.of(sum);
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            throw new UnsupportedOperationException("all labels are listed");
        }
    }

    /** The rest of a row is too odd while its p-value is the rate, so the search for columns goes on. */
    @Test
    void whatIsLeftAtTheRateHasAPartToo() {
        TwoLabels model = new TwoLabels(new Labels(new double[] {0.98, 0.02}));
        Optional<Calibration> calibration = Optional.of(Calibration.of(new double[99], new double[2], new double[2]));
        Attribution a =
                Alarm.of(model, calibration, 0.01).explain(1, 1).attribution().orElseThrow();
        assertEquals(
                List.of("kind", "other"), a.parts().stream().map(Part::column).toList());
        assertEquals(List.of(), a.others());
    }

    /** A label that cannot be has no part in the mean, and costs without limit. */
    @Test
    void anImpossibleLabelCostsWithoutLimit() {
        Labels model = new Labels(new double[] {0.6, 0, 0.4});
        double mean = 0.6 * Math.log(0.6) + 0.4 * Math.log(0.4);
        assertEquals(mean - Math.log(0.4), part(model, 2).cost(), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, part(model, 1).cost());
    }

    /** Up to a hundred labels are listed; of more some are drawn, which has an error. */
    @Test
    void ofManyLabelsSomeAreDrawn() {
        Part listed = part(new Labels(rising(100)), 3);
        assertEquals(0, listed.standardError());
        Part drawn = part(new Labels(rising(101)), 3);
        assertTrue(drawn.standardError() > 0, drawn.toString());
        assertEquals(listed.cost(), drawn.cost(), 4 * drawn.standardError());
    }

    private static double[] rising(int labels) {
        double sum = labels * (labels + 1) / 2.0;
        return IntStream.rangeClosed(1, labels).mapToDouble(i -> i / sum).toArray();
    }

    /** The expectation is not known if a likely label rests on few effective draws; an unlikely one does not matter. */
    @Test
    void aLikelyLabelOfFewDrawsMakesTheExpectationUnknown() {
        double[] probabilities = {0.7, 0.295, 0.005};
        assertEquals(
                "not known (1.5 effective draws)",
                part(new Labels(probabilities, 90, 1.5, 90), 2).expected().words());
        assertEquals(
                "not known (1.5 effective draws)",
                part(new Labels(probabilities, 1.5, 2.5, 90), 2).expected().words());
        assertEquals(
                "l0 (70 %)",
                part(new Labels(probabilities, 90, 90, 1.5), 2).expected().words());
    }
}
