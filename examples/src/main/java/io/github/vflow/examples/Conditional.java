package io.github.vflow.examples;

import io.github.vflow.table.ConditionalModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Set;

/** p(y | x): the humidity and the load that belong to a temperature. */
public final class Conditional {
    private Conditional() {}

    /** Runs the example. */
    public static void main(String[] args) {
        run(System.out, Recipe.standard());
    }

    /** Answers the mean humidity of draws at 16 and at 24 degrees; the truth is 49 and 33. */
    static double[] run(PrintStream out, Recipe recipe) {
        Table table = Table.of(FitATable.sensors(4_000, 7), "celsius", "humidity", "load");
        ConditionalModel model = ConditionalModel.fit(table, Set.of("celsius"), recipe);
        out.println(model + ", held out " + model.fitted().orElseThrow().heldOut());
        out.printf(
                "ln p(humidity 41, load 0.5 | celsius) is %.2f at 20 degrees and %.2f at 30%n",
                model.logProb(new double[] {41, 0.5}, new double[] {20}),
                model.logProb(new double[] {41, 0.5}, new double[] {30}));
        return new double[] {humidity(model, 16), humidity(model, 24)};
    }

    private static double humidity(ConditionalModel model, double celsius) {
        double[][] draws = model.sample(new double[] {celsius}, 1_000, 5);
        return Arrays.stream(draws).mapToDouble(d -> d[0]).average().orElseThrow();
    }
}
