package io.github.vflow.examples;

import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.tensor.Tensor;
import java.io.PrintStream;

/** A custom loss: the bound, and a penalty on large parameters. Gradient and training follow from the equation. */
public final class OwnObjective {
    private OwnObjective() {}

    /** mean(−ln p) + λ·Σ θ². */
    static Objective penalised(double lambda) {
        return (bound, parameters, _) -> {
            Tensor loss = bound.mean(0).negate();
            for (Tensor p : parameters) {
                loss = loss.plus(p.square().sum().times(lambda));
            }
            return loss;
        };
    }

    /** Runs the example. */
    public static void main(String[] args) {
        run(System.out, Recipe.standard());
    }

    /** Answers Σ θ² after training without and with the penalty. */
    static double[] run(PrintStream out, Recipe recipe) {
        Table table = Table.of(FitATable.sensors(400, 7));
        TableModel free = TableModel.fit(table, recipe);
        TableModel small = TableModel.fit(table, recipe.withObjective(penalised(1e-3)));
        out.println("held out, free      " + free.fitted().orElseThrow().heldOut());
        out.println("held out, penalised " + small.fitted().orElseThrow().heldOut());
        return new double[] {squares(free), squares(small)};
    }

    private static double squares(TableModel model) {
        double sum = 0;
        for (float p : model.model().parameters().values()) {
            sum += (double) p * p;
        }
        return sum;
    }
}
