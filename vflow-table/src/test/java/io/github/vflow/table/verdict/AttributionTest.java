package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Attribution.Expected;
import io.github.vflow.table.verdict.Attribution.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What columns cost, against a density whose conditionals are known in closed form. */
final class AttributionTest {
    private static final EquicorrelatedRows MODEL = new EquicorrelatedRows(0.8, 1, 1_000, 1e-3, 1, 5);
    private static final Calibration CALIBRATION = MODEL.calibration(2_000, 9);
    private final Alarm alarm = Alarm.of(MODEL, Optional.of(CALIBRATION), 0.01);

    private Attribution explained(double... row) {
        Verdict v = alarm.explain(row);
        assertEquals(alarm.judge(row).pValue(), v.pValue());
        return v.attribution().orElseThrow();
    }

    @Test
    void oneFaultIsOnePartWhateverItsUnit() {
        for (int j = 0; j < 5; j++) {
            double[] row = {0.5, 500, 0.5e-3, 0.5, 2.5};
            row[j] = -2.5 * MODEL.units()[j];
            Attribution a = explained(row);
            Part part = a.parts().getFirst();
            assertEquals("x" + j, part.column());
            assertEquals(1, a.parts().size(), a.toString());
            EquicorrelatedRows.Normal given = MODEL.conditional(row, j);
            assertEquals(given.cost(row[j]), part.cost(), 4 * part.standardError());
            assertTrue(part.standardError() < 0.2, part.toString());
            Attribution.Quantity expected = (Attribution.Quantity) part.expected();
            double sd = given.deviation();
            assertEquals(given.mean(), expected.median(), 0.25 * sd);
            assertEquals(given.mean() - 1.645 * sd, expected.low(), 0.4 * sd);
            assertEquals(given.mean() + 1.645 * sd, expected.high(), 0.4 * sd);
            assertEquals(4, a.others().size());
        }
    }

    /** total = ln p(typical) − ln p(x), and the rest has a closed form of its own: that of the columns that are left. */
    @Test
    void thePartsAndTheRestSumToTheTotal() {
        double[] row = {3.5, 500, 0.5e-3, -3, 2.5};
        Attribution a = explained(row);
        assertTrue(a.parts().size() >= 2, a.toString());
        assertEquals(CALIBRATION.median() - MODEL.logProb(row), a.total(), 1e-12);
        double[] left = row.clone();
        double typicalOfParts = 0;
        double sum = 0;
        for (Part p : a.parts()) {
            int j = p.column().charAt(1) - '0';
            typicalOfParts += MODEL.conditional(left, j).expectedLogProb();
            left[j] = Double.NaN;
            sum += p.cost();
        }
        assertEquals(a.total(), sum + a.rest(), 1e-9);
        double rest = CALIBRATION.median() - typicalOfParts - MODEL.logProb(left);
        assertEquals(rest, a.rest(), 4 * a.standardError());
        assertTrue(a.standardError() < 0.3, a.toString());
        assertTrue(alarm.pValue(CALIBRATION.median() - a.rest()) > 0.01, "what is left is normal: " + a);
        assertEquals(1, a.share(sum) + a.share(a.rest()), 1e-9);
    }

    @Test
    void aNormalRowHasNoPartToBlame() {
        Attribution a = explained(0.5, 500, 0.5e-3, 0.5, 2.5);
        assertEquals(List.of(), a.parts());
        assertEquals(5, a.others().size());
        assertEquals(a.total(), a.rest());
        for (Part p : a.others()) {
            assertTrue(p.cost() < 1, p.toString());
        }
        assertTrue(Double.isNaN(a.share(1)), "it is more likely than a typical row");
    }

    @Test
    void missingCellsAreIntegratedOut() {
        double[] row = {-2.5, Double.NaN, 0.5e-3, 0.5, 2.5};
        Verdict v = alarm.explain(row);
        Attribution a = v.attribution().orElseThrow();
        assertEquals("x0", a.parts().getFirst().column());
        assertEquals(
                MODEL.conditional(row, 0).cost(-2.5),
                a.parts().getFirst().cost(),
                4 * a.parts().getFirst().standardError());
        assertEquals(new Verdict.MissingCell("x1"), v.reasons().getLast());
    }

    /** Few draws choose the columns that may be odd, many say what they cost. */
    @Test
    void ofManyColumnsTheOddOneIsFoundAndItsCostIsExact() {
        EquicorrelatedRows many = new EquicorrelatedRows(
                0.8, IntStream.range(0, 30).mapToDouble(_ -> 1).toArray());
        Alarm wide = Alarm.of(many, Optional.of(many.calibration(2_000, 8)), 0.01);
        for (int j = 0; j < 30; j += 7) {
            double[] row = many.sample(1, 50 + j)[0];
            row[j] += 4;
            int gap = (j + 3) % 30;
            row[gap] = Double.NaN;
            Attribution a = wide.explain(row).attribution().orElseThrow();
            Part first = a.parts().getFirst();
            assertEquals("x" + j, first.column());
            assertEquals(many.conditional(row, j).cost(row[j]), first.cost(), 4 * first.standardError());
            assertTrue(first.standardError() < 0.6, first.toString());
            assertEquals(29, a.parts().size() + a.others().size(), "no known column is left out");
            double[] costs = a.others().stream().mapToDouble(Part::cost).toArray();
            for (int i = 1; i < costs.length; i++) {
                assertTrue(costs[i - 1] >= costs[i], "the most costly first");
            }
        }
    }

    /** ln p of a normal number has the deviation 1/√2, and 64 draws tell its mean. */
    @Test
    void theStandardErrorIsThatOfTheDraws() {
        EquicorrelatedRows independent = new EquicorrelatedRows(0, 1, 1, 1);
        Alarm normal = Alarm.of(independent, Optional.of(independent.calibration(500, 4)), 0.01);
        Attribution a = normal.explain(0, 0, 0).attribution().orElseThrow();
        double mean =
                a.others().stream().mapToDouble(Part::standardError).average().orElseThrow();
        assertEquals(Math.sqrt(0.5 / 64), mean, 0.3 * Math.sqrt(0.5 / 64));
        Attribution odd = normal.explain(6, 0, 0).attribution().orElseThrow();
        assertEquals(odd.parts().getFirst().standardError(), odd.standardError(), 1e-12);
    }

    /** One column whose negative numbers have no density, though they are drawn. */
    private record HalfLine() implements Scorer {
        private static final double[] DRAWS = {-1, 2, 4};

        @Override
        public List<JudgedColumn> columns() {
            return List.of(JudgedColumn.ofReals("x"));
        }

        @Override
        public Score score(double[] row) {
            return Scores.of(row[0] < 0 ? Double.NEGATIVE_INFINITY : -row[0]);
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            return Imputation.equal(IntStream.range(0, samples)
                    .mapToObj(i -> new double[] {DRAWS[i % DRAWS.length]})
                    .toArray(double[][]::new));
        }
    }

    /** The mean of ln p is that of −2 and −4, which are drawn about as often. */
    @Test
    void drawsWithoutADensityHaveNoPartInTheMean() {
        Calibration calibration = Calibration.of(new double[99], new double[1], new double[1]);
        Part part = Alarm.of(new HalfLine(), Optional.of(calibration), 0.01)
                .explain(9)
                .attribution()
                .orElseThrow()
                .parts()
                .getFirst();
        assertEquals(-3 + 9, part.cost(), 0.3);
        assertTrue(part.standardError() > 0 && part.standardError() < 0.2, part.toString());
    }

    /** A row whose cells are all odd is odd as a whole: the worst and four others are blamed. */
    @Test
    void fiveColumnsAreBlamedAtMost() {
        EquicorrelatedRows independent = new EquicorrelatedRows(
                0, IntStream.range(0, 14).mapToDouble(_ -> 1).toArray());
        double[] row = IntStream.range(0, 14).mapToDouble(j -> 6 + 0.1 * j).toArray();
        Attribution a = Alarm.of(independent, Optional.of(independent.calibration(500, 4)), 0.01)
                .explain(row)
                .attribution()
                .orElseThrow();
        assertEquals(5, a.parts().size());
        assertEquals(9, a.others().size());
        assertTrue(a.rest() > 10, a.toString());
    }

    @Test
    void anAlarmThatBlamesFewerColumnsHasTheSameFirstOnes() {
        double[] row = {3.5, 500, 0.5e-3, -3, 2.5};
        Attribution all = explained(row);
        assertEquals(2, all.parts().size(), all.toString());
        for (int most : new int[] {1, 2}) {
            Attribution some =
                    alarm.blamingAtMost(most).explain(row).attribution().orElseThrow();
            assertEquals(all.parts().subList(0, most), some.parts());
            assertEquals(
                    all.total(), some.parts().stream().mapToDouble(Part::cost).sum() + some.rest(), 1e-9);
            assertEquals(row.length, some.parts().size() + some.others().size());
        }
        assertEquals(all, alarm.blamingAtMost(9).explain(row).attribution().orElseThrow());
        assertEquals(
                1,
                alarm.blamingAtMost(1)
                        .twoSided()
                        .explain(row)
                        .attribution()
                        .orElseThrow()
                        .parts()
                        .size());
        assertEquals(
                "alarm: an explanation must blame at least one column but may blame 0; take judge for a verdict without an explanation",
                assertThrows(IllegalArgumentException.class, () -> alarm.blamingAtMost(0))
                        .getMessage());
    }

    /** Rows whose conditional draws have one weight that carries all. */
    private record PoorProposals(EquicorrelatedRows rows) implements Scorer {
        @Override
        public List<JudgedColumn> columns() {
            return rows.columns();
        }

        @Override
        public Score score(double[] row) {
            return rows.score(row);
        }

        @Override
        public List<Score> scores(double[][] all) {
            return rows.scores(all);
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            double[] logWeights = new double[samples];
            Arrays.fill(logWeights, 1, samples, -20);
            return Imputation.of(rows.impute(row, samples, seed).values(), logWeights);
        }
    }

    @Test
    void anExpectationOfOneDrawIsNotKnown() {
        double[] row = {-2.5, 500, 0.5e-3, 0.5, 2.5};
        PoorProposals poor = new PoorProposals(MODEL);
        Attribution a = Alarm.of(poor, Optional.of(CALIBRATION), 0.01)
                .explain(row)
                .attribution()
                .orElseThrow();
        List<Part> all = Stream.concat(a.parts().stream(), a.others().stream()).toList();
        assertEquals(row.length, all.size());
        for (Part part : all) {
            assertEquals("not known (1.0 effective draws)", part.expected().words(), part.toString());
            assertTrue(part.standardError() >= Math.abs(part.cost()), part.toString());
        }
    }

    @Test
    void reasonsAreSentences() {
        double[] row = {-2.5, 500, 0.5e-3, 0.5, 2.5};
        assertTrue(
                alarm.explain(row)
                        .reason()
                        .matches(
                                "x0 is -2\\.50, expected 0\\.\\d\\d \\(-0\\.\\d\\d to 1\\.\\d\\d\\) given the other columns"),
                alarm.explain(row).reason());
        assertEquals(
                "temperature is 91.2, expected 62.0 (55.1 to 70.3) given the other columns",
                unexpected("temperature", 91.2345, new Attribution.Quantity(62, 55.1, 70.3)));
        assertEquals(
                "colour is red, expected blue (98 %) given the other columns",
                unexpected("colour", "red", new Attribution.Label("blue", 0.976)));
        assertEquals(
                "n is 7, expected 2 (1 to 3) given the other columns",
                unexpected("n", 7L, new Attribution.WholeQuantity(2, 1, 3)));
        assertEquals(
                "the row is less likely than all but 0.40 % of the calibration rows",
                new Verdict.Density(false, 0.004).words());
        assertEquals(
                "n is 7, expected not known (1.2 effective draws) given the other columns",
                unexpected("n", 7L, new Attribution.Unknown(1.23)));
        assertEquals("1.25000e+12 (1.00000e+12 to 2.00000e+12)", new Attribution.Quantity(1.25e12, 1e12, 2e12).words());
        assertEquals("12 (10 to 300)", new Attribution.Quantity(12.3, 10, 300).words());
    }

    private static String unexpected(String column, Object value, Expected expected) {
        return new Verdict.Unexpected(new Part(column, value, expected, 1, 0)).words();
    }
}
