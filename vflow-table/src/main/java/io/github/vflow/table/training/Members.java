package io.github.vflow.table.training;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The grid of ensemble members: every variant for every seed. A whitened flow learns from fewer rows. A flow without whitening sees structure
 * that whitening hides among the noise. Noise helps alarms. Maps of the columns' laws give samples these laws. Held-out rows choose the shares.
 */
final class Members {
    private static final int MOST_ROWS_TO_REPEAT = 10_000;
    private static final int MOST_COLUMNS_TO_REPEAT = 100;

    private Members() {}

    /** A way to train. */
    private record Variant(double noise, boolean isWhitened, boolean hasMaps) {
        Variant(double noise, boolean isWhitened) {
            this(noise, isWhitened, false);
        }
    }

    /** Whether a member may see the columns through maps of their laws: by default, of a table of few rows and columns. */
    static boolean mayMap(Recipe recipe, TrainingRows rows, RowSpec architecture) {
        return recipe.ensemble().noise().isEmpty()
                && rows.validates()
                && architecture.steps().isWhitened()
                && !isLarge(rows);
    }

    private static boolean isLarge(TrainingRows rows) {
        return rows.size() > MOST_ROWS_TO_REPEAT
                || rows.table().schema().modelled().columns().size() > MOST_COLUMNS_TO_REPEAT;
    }

    /**
     * The members of a recipe for some rows.
     *
     * @param architecture of all of them
     * @param canMap whether maps of the columns' laws explain the rows
     */
    static List<Watch.Member> of(Recipe recipe, TrainingRows rows, RowSpec architecture, boolean canMap) {
        boolean isWhitened = architecture.steps().isWhitened();
        List<Variant> variants = architecture.dimensions() == 0
                ? List.of(new Variant(0, isWhitened))
                : variants(recipe, rows, isWhitened, canMap);
        int size = variants.size() * recipe.ensemble().members();
        return IntStream.range(0, size)
                .mapToObj(k -> {
                    Variant v = variants.get(k % variants.size());
                    return new Watch.Member(
                            k, size, v.noise, v.isWhitened, v.hasMaps, recipe.seed() + k / variants.size());
                })
                .toList();
    }

    private static List<Variant> variants(Recipe recipe, TrainingRows rows, boolean isWhitened, boolean canMap) {
        Rows train = rows.trainRows();
        List<Column> columns = rows.table().schema().modelled().columns();
        boolean takesNoise =
                IntStream.range(0, columns.size()).anyMatch(j -> NoisyBatches.takesNoise(columns.get(j), train, j));
        List<Double> asked = recipe.ensemble().noise();
        if (!asked.isEmpty()) {
            return asked.stream()
                    .limit(takesNoise ? asked.size() : 1)
                    .map(noise -> new Variant(noise, isWhitened))
                    .toList();
        }
        // without held-out rows nothing chooses between members
        return !rows.validates()
                ? List.of(new Variant(0, isWhitened))
                : usual(isLarge(rows), isWhitened, canMap).stream()
                        .filter(v -> takesNoise || v.noise == 0)
                        .toList();
    }

    private static List<Variant> usual(boolean isLarge, boolean isWhitened, boolean canMap) {
        Variant plain = new Variant(0, false);
        Variant noisy = new Variant(NoisyBatches.USUAL, isWhitened);
        if (isLarge) {
            return List.of(plain, noisy);
        }
        Variant noisiest = new Variant(0.3, isWhitened);
        if (!isWhitened) {
            return List.of(plain, noisy, noisiest);
        }
        List<Variant> all = new ArrayList<>(List.of(plain, new Variant(0, true), noisy, noisiest));
        if (canMap) {
            all.add(new Variant(NoisyBatches.USUAL, true, true));
        }
        return all;
    }
}
