package io.github.vflow.cli;

import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.score.ViewScales;
import io.github.vflow.table.score.Views;
import java.util.List;
import java.util.Map;
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
        ViewScales.Scale nats = new ViewScales.Scale(0, 1);
        return Map.of("views", new Views(new Marginals(all), new ViewScales(nats, nats, nats)).toJson());
    }
}
