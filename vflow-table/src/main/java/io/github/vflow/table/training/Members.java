package io.github.vflow.table.training;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.fit.Member;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.stream.IntStream;

/** The grid of ensemble members: every noise level for every seed. */
final class Members {
    private static final int MOST_ROWS_TO_REPEAT = 10_000;
    private static final List<Double> NOISE = List.of(0.0, 0.15, 0.3);
    private static final List<Double> NOISE_OF_MANY_ROWS = List.of(0.0, 0.15);

    private Members() {}

    /** The members of a recipe for some rows. */
    static List<Member> of(Recipe recipe, TrainingRows rows) {
        List<Double> noise = noise(recipe, rows);
        int size = noise.size() * recipe.ensemble().members();
        return IntStream.range(0, size)
                .mapToObj(k -> new Member(k, size, noise.get(k % noise.size()), recipe.seed() + k / noise.size()))
                .toList();
    }

    /** Without held-out rows nothing chooses between the usual levels, so only the first trains. */
    private static List<Double> noise(Recipe recipe, TrainingRows rows) {
        List<Double> asked = recipe.ensemble().noise();
        List<Double> usual = rows.size() <= MOST_ROWS_TO_REPEAT ? NOISE : NOISE_OF_MANY_ROWS;
        List<Double> noise = asked.isEmpty() ? usual : asked;
        Rows train = rows.trainRows();
        List<Column> columns = rows.table().schema().modelled().columns();
        boolean isUseless =
                IntStream.range(0, columns.size()).noneMatch(j -> NoisyBatches.takesNoise(columns.get(j), train, j))
                        || (asked.isEmpty() && !rows.validates());
        return isUseless ? noise.subList(0, 1) : noise;
    }
}
