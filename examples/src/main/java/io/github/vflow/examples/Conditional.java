package io.github.vflow.examples;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;

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
        TableModel model = TableModel.fit(table, recipe.given("celsius"));
        out.println(model + ", held out " + model.fitted().orElseThrow().heldOut());
        out.printf(
                "ln p(humidity 41, load 0.5 | celsius) is %.2f at 20 degrees and %.2f at 30%n",
                model.logProb(41, 0.5, 20), model.logProb(41, 0.5, 30));
        return new double[] {humidity(model, 16), humidity(model, 24)};
    }

    private static double humidity(TableModel model, double celsius) {
        double[][] draws = model.sample(1_000, Map.of("celsius", celsius), 5);
        return Arrays.stream(draws).mapToDouble(d -> d[0]).average().orElseThrow();
    }
}
