package io.github.vflow.cli;

import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.score.Views;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The note of a model file that says how its verdicts look at columns of real numbers around zero. */
final class MadeViews {
    private MadeViews() {}

    static Map<String, String> note(int columns) {
        double[] known =
                IntStream.rangeClosed(-30, 30).mapToDouble(i -> i / 10.0).toArray();
        List<Marginal> all = IntStream.range(0, columns)
                .mapToObj(_ -> Marginal.ofNumbers(known, List.of(), false))
                .collect(Collectors.toList());
        List<ViewScores> scores = Arrays.stream(known)
                .mapToObj(z -> new ViewScores(z, z, -Math.abs(z), 0))
                .toList();
        return Map.of(
                "views",
                new Views(
                                new Marginals(all),
                                Optional.empty(),
                                ViewPValues.ofNormal(Set.of(View.COMBINATION, View.COLUMN), scores))
                        .toJson());
    }
}
