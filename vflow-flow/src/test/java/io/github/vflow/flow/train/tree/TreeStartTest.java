package io.github.vflow.flow.train.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.discrete.Alphabet;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A chain starts as a dependence tree, whose probabilities are counted here in another way. */
final class TreeStartTest {
    private static final long SEED = Seeds.of("TreeStartTest");
    private static final int ROWS = 300;
    private static final double NONE = Double.NaN;
    private static final double ROUNDING = 2e-5;
    private static final List<Double> LIST = List.of(0.0, 5.0, 10.0, 20.0);
    private static final double[] PRIORS = {0.01, 0.04, 0.16, 0.64, 2.56, 10.24, 40.96};

    /** A label, a list that it determines but for exceptions, few whole numbers by the list, and a label by nothing. */
    private static final List<ColumnSpec> KINDS = List.of(
            ColumnSpec.Category.of(4),
            new ColumnSpec.Listed(LIST, false, 1.5),
            new ColumnSpec.Few(3, 3, 2),
            ColumnSpec.Category.of(2));

    private static double[][] rows(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> {
            int label = random.nextInt(4);
            int place = random.nextInt(3) == 0 ? random.nextInt(4) : label;
            double whole = 3 + Math.min(2, place) * (random.nextInt(5) == 0 ? 0 : 1);
            double list = random.nextInt(25) == 0 ? 7 : LIST.get(place);
            return new double[] {i % 10 == 3 ? NONE : label, i % 10 == 5 ? NONE : list, whole, random.nextInt(2)};
        });
        return rows;
    }

    private static FlowModel started(double[][] rows, int batch) {
        RowSpec spec = RowSpec.of(KINDS.size(), 0, 1)
                .withKinds(KINDS)
                .withFill(RowSpec.Fill.standard())
                .counted(Rows.withGaps(rows));
        FlowModel model = Models.of(spec, SEED);
        Trainer.initialise(
                model.forMissing().orElseThrow(),
                SmallModels.VECTOR,
                BatchSource.of(Rows.withGaps(rows), SEED),
                batch,
                SEED);
        return model;
    }

    /** (n(u, m) + a·f)/(n(u) + a), of the rows in which both cells are known, a by leaving each row out. */
    private static double[] conditional(int[] parents, int u, int[] outcomes, double[] f) {
        double best = Double.NEGATIVE_INFINITY;
        double[] p = new double[0];
        int[] known = IntStream.range(0, parents.length)
                .filter(i -> parents[i] >= 0 && outcomes[i] >= 0)
                .toArray();
        for (double a : PRIORS) {
            double sum = IntStream.of(known)
                    .mapToDouble(i -> {
                        long same = IntStream.of(known)
                                .filter(k -> k != i && parents[k] == parents[i])
                                .count();
                        long both = IntStream.of(known)
                                .filter(k -> k != i && parents[k] == parents[i] && outcomes[k] == outcomes[i])
                                .count();
                        return Math.log((both + a * f[outcomes[i]]) / (same + a));
                    })
                    .sum();
            if (sum > best) {
                best = sum;
                long n = IntStream.of(known).filter(i -> parents[i] == u).count();
                p = IntStream.range(0, f.length)
                        .mapToDouble(m -> {
                            long both = IntStream.of(known)
                                    .filter(i -> parents[i] == u && outcomes[i] == m)
                                    .count();
                            return (both + a * f[m]) / (n + a);
                        })
                        .toArray();
            }
        }
        return p;
    }

    private static int place(double list) {
        return Double.isNaN(list) ? -1 : Math.max(0, LIST.indexOf(list) + 1);
    }

    /** Repeated rows of a small table count once, and batches of part of a table have their own rows. */
    @Test
    void theChainHasTheConditionalFrequencies() {
        double[][] rows = rows(ROWS);
        FlowModel model = started(rows, 500);
        List<Alphabet> columns = model.discrete().orElseThrow().chain().columns();
        double[][] f = columns.stream()
                .map(a -> a.frequencies().stream().mapToDouble(x -> x).toArray())
                .toArray(double[][]::new);
        int[] label = Arrays.stream(rows)
                .mapToInt(r -> Double.isNaN(r[0]) ? -1 : (int) r[0])
                .toArray();
        int[] list = Arrays.stream(rows).mapToInt(r -> place(r[1])).toArray();
        int[] whole = Arrays.stream(rows).mapToInt(r -> (int) r[2] - 2).toArray();
        try (Evaluator evaluator = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            for (double[] row : new double[][] {{0, 0, 3, 1}, {2, 10, 5, 0}, {3, 5, 4, 0}, {1, 20, 3, 1}}) {
                double[] ofList = conditional(label, (int) row[0], list, f[1]);
                double[] ofWhole = conditional(list, place(row[1]), whole, f[2]);
                double expected = Math.log(f[0][(int) row[0]])
                        + Math.log(mixed(columns.get(1), ofList, place(row[1])))
                        + Math.log(mixed(columns.get(2), ofWhole, (int) row[2] - 2))
                        + Math.log(f[3][(int) row[3]]);
                assertEquals(expected, evaluator.score(row), ROUNDING, Arrays.toString(row) + ", seed " + SEED);
            }
            // a number that is not listed, or beyond the few ones, tells nothing
            double other = Math.log(f[2][1]) + Math.log(f[3][1]);
            assertEquals(
                    other,
                    evaluator.score(new double[] {2, 7, 3, 1}) - evaluator.score(new double[] {2, 7, NONE, NONE}),
                    ROUNDING);
        }
    }

    private static double mixed(Alphabet of, double[] p, int m) {
        return (1 - of.share()) * p[m] + of.share() * of.frequencies().get(m);
    }

    /** Without the start, another label was learned from its rows as slowly as any: here it is known at once, in any of the rows. */
    @Test
    void aLabelThatAnotherDeterminesIsKnown() {
        double[][] rows = new double[400][];
        Arrays.setAll(rows, i -> new double[] {i % 8, i >> 1 & 3});
        List<ColumnSpec> kinds = List.of(ColumnSpec.Category.of(8), ColumnSpec.Category.of(4));
        FlowModel model = Models.of(RowSpec.of(2, 0, 1).withKinds(kinds).counted(Rows.of(rows)), SEED);
        TreeStart.run(model.discrete().orElseThrow(), kinds, model.parameters(), rows);
        try (Evaluator evaluator = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            double beta =
                    model.discrete().orElseThrow().chain().columns().get(1).share();
            for (double[] row : Arrays.copyOf(rows, 8)) {
                assertTrue(evaluator.score(row) > Math.log((1 - beta) / 8) - 1e-3, Arrays.toString(row));
            }
            double impossible = evaluator.score(new double[] {0, 3});
            // the tree has a hundredth of a row beside 50
            double tree = 0.01 / 4 / 50.01;
            assertEquals(Math.log((beta / 4 + (1 - beta) * tree) / 8), impossible, 1e-3);
        }
    }

    /** (n(u, m) + a·f)/(n(u)·f + a·f), where f is the mean of what is expected beside u, a by leaving each row out. */
    private static double[] factors(int[] parents, int u, int[] outcomes, double[][] expected) {
        int kinds = expected[0].length;
        double[][] n = new double[4][kinds];
        double[][] f = new double[4][kinds];
        double[] rows = new double[4];
        for (int i = 0; i < parents.length; i++) {
            n[parents[i]][outcomes[i]]++;
            rows[parents[i]]++;
            for (int m = 0; m < kinds; m++) {
                f[parents[i]][m] += expected[i][m];
            }
        }
        double best = Double.NEGATIVE_INFINITY;
        double[] found = new double[kinds];
        for (double a : PRIORS) {
            double[] gains = IntStream.range(0, parents.length)
                    .mapToDouble(i -> {
                        int v = parents[i];
                        double mean = f[v][outcomes[i]] / rows[v];
                        return Math.log((n[v][outcomes[i]] - 1 + a * mean) / (mean * (rows[v] - 1 + a)));
                    })
                    .toArray();
            double mean = DoubleStream.of(gains).average().orElseThrow();
            double square = DoubleStream.of(gains)
                    .map(g -> (g - mean) * (g - mean))
                    .average()
                    .orElseThrow();
            if (mean - Math.sqrt(square / gains.length) > best) {
                best = mean - Math.sqrt(square / gains.length);
                Arrays.setAll(found, m -> (n[u][m] + a * f[u][m] / rows[u]) * rows[u] / (f[u][m] * (rows[u] + a)));
            }
        }
        return found;
    }

    /** The first column tells most of the third one, which is never 1 where the second one is 1. */
    @Test
    void aSecondParentTellsWhatTheFirstLeaves() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[400][];
        Arrays.setAll(rows, i -> {
            int a = i % 4;
            int b = i / 4 % 5 == 0 ? 1 : 0;
            return new double[] {a, b, b == 0 && random.nextInt(10) < (a < 2 ? 9 : 1) ? 1 : 0};
        });
        List<ColumnSpec> kinds =
                List.of(ColumnSpec.Category.of(4), ColumnSpec.Category.of(2), ColumnSpec.Category.of(2));
        FlowModel model = Models.of(RowSpec.of(3, 0, 1).withKinds(kinds).counted(Rows.of(rows)), SEED);
        TreeStart.run(model.discrete().orElseThrow(), kinds, model.parameters(), rows);
        int[][] columns = IntStream.range(0, 3)
                .mapToObj(j -> Arrays.stream(rows).mapToInt(r -> (int) r[j]).toArray())
                .toArray(int[][]::new);
        List<Alphabet> of = model.discrete().orElseThrow().chain().columns();
        double[] f = of.get(2).frequencies().stream().mapToDouble(x -> x).toArray();
        double[][] alike = IntStream.range(0, rows.length).mapToObj(_ -> f).toArray(double[][]::new);
        double[][] byFirst = IntStream.range(0, 4)
                .mapToObj(u -> factors(columns[0], u, columns[2], alike))
                .toArray(double[][]::new);
        Arrays.stream(byFirst).forEach(p -> Arrays.setAll(p, m -> p[m] * f[m]));
        double[][] expected = IntStream.of(columns[0]).mapToObj(u -> byFirst[u]).toArray(double[][]::new);
        try (Evaluator evaluator = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            for (int u = 0; u < 2; u++) {
                double[] more = factors(columns[1], u, columns[2], expected);
                double[] p = {byFirst[0][0] * more[0], byFirst[0][1] * more[1]};
                double sum = p[0] + p[1];
                double[] both = {p[0] / sum, p[1] / sum};
                double ratio = Math.log(mixed(of.get(2), both, 0) / mixed(of.get(2), both, 1));
                double found = evaluator.score(new double[] {0, u, 0}) - evaluator.score(new double[] {0, u, 1});
                assertEquals(ratio, found, ROUNDING, "second parent " + u + ", seed " + SEED);
            }
            double never = evaluator.score(new double[] {0, 1, 1}) - evaluator.score(new double[] {0, 1, 0});
            assertTrue(never < Math.log(0.02), never + ", seed " + SEED);
        }
    }

    /** Independent columns have no parents: the weights stay zero. */
    @Test
    void columnsThatTellNothingOfOneAnotherAreNoTree() {
        int trees = 0;
        for (int draw = 0; draw < 20; draw++) {
            SplittableRandom random = new SplittableRandom(SEED + draw);
            double[][] rows = new double[200][];
            Arrays.setAll(rows, _ -> new double[] {random.nextInt(3), random.nextInt(5)});
            List<ColumnSpec> kinds = List.of(ColumnSpec.Category.of(3), ColumnSpec.Category.of(5));
            FlowModel model = Models.of(RowSpec.of(2, 0, 1).withKinds(kinds).counted(Rows.of(rows)), SEED);
            TreeStart.run(model.discrete().orElseThrow(), kinds, model.parameters(), rows);
            float[] weights = model.parameters()
                    .get(model.discrete()
                            .orElseThrow()
                            .chain()
                            .network()
                            .direct()
                            .orElseThrow());
            trees += IntStream.range(0, weights.length).anyMatch(i -> weights[i] != 0) ? 1 : 0;
        }
        assertTrue(trees <= 6, trees + " of 20 tables, seed " + SEED);
    }

    @Test
    void aPairWithoutRowsTellsNothing() {
        PairTable empty =
                new PairTable(new int[] {-1, 0}, 2, new int[] {0, -1}, new double[][] {{0.5, 0.5}, {0.5, 0.5}});
        assertFalse(empty.gain(1) > 0);
        PairTable one = new PairTable(new int[] {0}, 2, new int[] {1}, new double[][] {{0.5, 0.5}});
        assertEquals(0, one.gain(1), 1e-12);
        assertTrue(DoubleStream.of(one.logRatios(1)).allMatch(r -> Math.abs(r) < 1e-12));
    }
}
