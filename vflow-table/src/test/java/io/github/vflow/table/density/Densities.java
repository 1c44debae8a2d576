package io.github.vflow.table.density;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.score.Views;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Densities as they are before their first step, for tests to which any density of the columns will do. */
final class Densities {
    private static final long SEED = 17;

    private Densities() {}

    /** Stars from 0 to 3, an amount that is zero in half of the rows and else about 20, a label, and a temperature. */
    static Table table() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, Object>> rows = IntStream.range(0, 150)
                .mapToObj(_ -> Map.<String, Object>of(
                        "stars",
                        (long) random.nextInt(4),
                        "amount",
                        random.nextBoolean() ? 0.0 : 20 + 3 * random.nextGaussian(),
                        "label",
                        List.of("ash", "elm", "oak").get(random.nextInt(3)),
                        "celsius",
                        5 * random.nextGaussian()))
                .toList();
        Schema schema = new Schema(List.of(
                Column.whole("stars"),
                Column.real("amount"),
                Column.category("label", List.of("ash", "elm", "oak")),
                Column.real("celsius")));
        return Table.of(schema, rows).withAtoms();
    }

    private static TableDensity of(Table table, Recipe recipe, Scoring scoring, TableDensity.About about) {
        TableTraining training = TableTraining.of(table, recipe);
        TablePlan plan = training.plan();
        return new TableDensity(
                Models.of(plan.architecture(plan.members().getFirst()), SEED),
                scoring,
                training.rows().table().schema(),
                about);
    }

    /** A density with small networks. */
    static TableDensity of(Table table, Scoring scoring, String... given) {
        int features = table.columns().size() - given.length;
        RowSpec small = RowSpec.of(features, 0, 1).withGiven(given.length).withConditioner(List.of(4), Activation.TANH);
        RowSpec.Fill fill = new RowSpec.Fill(1, new MlpSpec(List.of(4), Activation.TANH), 2);
        return of(
                table,
                Recipe.standard()
                        .withArchitecture(features > 1 && given.length == 0 ? small.withFill(fill) : small)
                        .withNoise(0.0)
                        .withCalibration(0)
                        .given(given),
                scoring,
                TableDensity.About.nothing());
    }

    static TableDensity of(Table table) {
        return of(table, Scoring.standard());
    }

    /** The table of {@link #noisy}. */
    static Table noisyTable(List<String> labels) {
        Schema schema = new Schema(List.of(Column.category("label", labels), Column.real("x"), Column.real("y")));
        return Table.of(
                schema,
                IntStream.range(0, 60)
                        .mapToObj(i -> Map.<String, Object>of(
                                "label", labels.get(i % 3), "x", Math.sin(i), "y", Math.cos(3 * i)))
                        .toList());
    }

    /** A scorer of alarms by the columns of a table, with the laws of its rows. */
    static AlarmScorer scorer(TableDensity density, Table table) {
        Marginals marginals =
                ColumnMarginals.of(table.rows(), table.schema().modelled().columns());
        Optional<Neighbours> neighbours = Optional.of(Neighbours.of(table.rows(), 40, marginals));
        List<ViewScores> scores = ViewScorer.of(density, marginals, neighbours).scores(table.rows()).stream()
                .map(ViewScorer.Scored::byView)
                .toList();
        return AlarmScorer.of(density.with(density.about()
                .withViews(new Views(marginals, neighbours, ViewPValues.ofNormal(ViewPValues.OF_CELLS, scores)))));
    }

    /** A density with hidden dimensions of a label and two numbers, so that estimates by samples have noise. */
    static TableDensity noisy(List<String> labels, int samples) {
        RowSpec spec = RowSpec.of(3, 2, 1)
                .withConditioner(List.of(4), Activation.TANH)
                .withFill(new RowSpec.Fill(1, new MlpSpec(List.of(4), Activation.TANH), 2));
        TableTraining training = TableTraining.of(
                noisyTable(labels),
                Recipe.standard().withArchitecture(spec).withNoise(0.0).withCalibration(0));
        return new TableDensity(
                Models.of(training.plan().architecture(), 17),
                new Scoring(samples, 1),
                training.rows().table().schema(),
                TableDensity.About.nothing());
    }
}
