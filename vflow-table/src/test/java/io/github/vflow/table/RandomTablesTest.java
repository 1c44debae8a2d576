package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Whatever a table holds, it is refused in one line, or trains with finite losses and scores its own rows. */
final class RandomTablesTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final Recipe QUICK = Recipe.standard()
            .withSteps(30)
            .withBatch(32)
            .withFillSteps(20)
            .withSamples(20)
            .withCalibration(0);

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void randomTables(@ForAll("seeds") long seed) throws IOException {
        Statistics.collect(check(seed));
        Statistics.coverage(c -> c.check(Outcome.TRAINED).percentage(p -> p > 25));
    }

    private enum Outcome {
        TRAINED,
        REFUSED
    }

    /** A thousand in the nightly build. */
    @Property(tries = 980, shrinking = ShrinkingMode.OFF)
    void moreRandomTables(@ForAll("seeds") long seed) throws IOException {
        if (NIGHTLY) {
            Statistics.collect(check(seed));
        }
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    private static Outcome check(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Map<String, @Nullable Object>> rows = rows(random);
        Table.Reading reading;
        try {
            reading = Table.read(ObjectSource.ofMaps(rows), ReadOptions.standard());
        } catch (FileFormatException e) {
            assertTrue(String.valueOf(e.getMessage()).matches("the rows: .+"), e.getMessage());
            return Outcome.REFUSED;
        }
        reading.findings().forEach(f -> assertFalse(f.toString().contains("\n"), f.toString()));
        if (!reading.problems().isEmpty()) {
            return Outcome.REFUSED;
        }
        List<Double> losses = new ArrayList<>();
        Watch watch = (_, evaluated) -> {
            evaluated.map(Trainer.Progress::trainBound).ifPresent(losses::add);
            return Watch.Answer.GO_ON;
        };
        TableModel model;
        try {
            model = TableModel.fit(reading.table(), QUICK, watch);
        } catch (IllegalArgumentException e) {
            assertFalse(String.valueOf(e.getMessage()).contains("\n"), "seed " + seed + ": " + e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).startsWith("fit: "), "seed " + seed + ": " + e.getMessage());
            return Outcome.REFUSED;
        }
        losses.forEach(loss -> assertTrue(Double.isFinite(loss), "seed " + seed + ": loss " + loss));
        for (int i = 0; i < Math.min(10, reading.table().size()); i++) {
            double[] row = reading.table().rows().copyRow(i);
            ImportanceEstimate e = model.estimate(row);
            assertFalse(Double.isNaN(e.logProb()), "seed " + seed + ", row " + i + ": " + e);
            if (model.schema().columns().stream().noneMatch(RandomTablesTest::hasDensity)) {
                assertTrue(e.logProb() <= 4 * e.standardError() + 1e-4, "seed " + seed + ", row " + i + ": " + e);
            }
        }
        return Outcome.TRAINED;
    }

    private static boolean hasDensity(Column c) {
        return c.isModelled() && !c.isWhole() && !c.isCategory();
    }

    private static List<Map<String, @Nullable Object>> rows(SplittableRandom random) {
        int n = random.nextInt(1, 120);
        int d = random.nextInt(1, 7);
        double gaps = random.nextInt(3) == 0 ? random.nextDouble(0.7) : 0;
        List<IntFunction<Object>> columns = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            columns.add(column(random, columns));
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int j = 0; j < d; j++) {
                row.put(
                        "c" + j,
                        random.nextDouble() < gaps ? null : columns.get(j).apply(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Row i of a column: of any kind that peers' users reported, or a copy of another. */
    private static IntFunction<Object> column(SplittableRandom random, List<IntFunction<Object>> before) {
        long seed = random.nextLong();
        double scale = Math.pow(10, random.nextInt(-9, 10));
        return switch (random.nextInt(12)) {
            case 0 -> i -> scale * normal(seed, i);
            case 1 -> i -> 1e9 + normal(seed, i);
            case 2 -> i -> Math.tan(Math.PI * (of(seed, i).nextDouble() - 0.5));
            case 3 -> i -> of(seed, i).nextInt(2);
            case 4 -> i -> of(seed, i).nextInt(-500, 500);
            case 5 -> i -> "label " + of(seed, i).nextInt(12);
            case 6 -> _ -> scale;
            case 7 -> i -> "2024-01-" + (10 + i % 20);
            case 8 -> i -> of(seed, i).nextDouble() < 0.95 ? 0.0 : scale * normal(seed, i);
            case 9 -> i -> i == 3 ? 1e30 : normal(seed, i);
            case 10 -> before.isEmpty() ? i -> i : before.getFirst();
            default -> i -> Math.exp(3 * normal(seed, i));
        };
    }

    private static SplittableRandom of(long seed, int i) {
        return new SplittableRandom(seed + 31L * i);
    }

    private static double normal(long seed, int i) {
        return of(seed, i).nextGaussian();
    }
}
