package io.github.vflow.flow.train.stacking;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.defensive.DistinctNormals;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses shares of densities by rows that none of them was trained on: the shares with the largest mean ln p (Smyth and Wolpert, 1999), by
 * expectation maximisation. The densities are the flow, the normal distribution and the Student t of one model, or the members of a mixture. A
 * flow that learned a small table by heart gets a small share.
 */
public final class Stacking {
    /** A component alone: the others have so little that they decide no row. */
    private static final double TRACE = 1e-35;

    private static final double ALMOST_ALL = Math.nextDown(1.0);

    /** Made-up rows of each component, which keep shares from extremes where few rows are held out. */
    private static final double[] PRIOR = {
        MixtureDefaults.PRIOR_OF_FLOW, MixtureDefaults.PRIOR_OF_BROAD, MixtureDefaults.PRIOR_OF_BROAD
    };

    private Stacking() {}

    /**
     * A model with the best shares.
     *
     * @param model its parameters are a copy
     * @param alone its components
     */
    public record Stacked(FlowModel model, Fitted.Alone alone) {}

    /**
     * The model with the best shares.
     *
     * @param trained of a specification with broad components
     */
    public static Stacked run(FlowModel trained, Engine engine, Rows heldOut, long seed) {
        FlowModel model = DistinctNormals.of(trained);
        double[][] logs = {
            scores(with(model, TRACE, TRACE), engine, heldOut, seed),
            scores(with(model, ALMOST_ALL, TRACE), engine, heldOut, seed),
            scores(with(model, TRACE, ALMOST_ALL), engine, heldOut, seed)
        };
        double[] shares = MixtureShares.of(logs, PRIOR);
        double student = Math.max(MixtureDefaults.LEAST_STUDENT, shares[2]);
        double[] means = Arrays.stream(logs)
                .mapToDouble(of -> Arrays.stream(of).average().orElse(Double.NaN))
                .toArray();
        return new Stacked(
                with(model, shares[1] * (1 - student) / (1 - shares[2]), student),
                new Fitted.Alone(means[0], means[1], means[2]));
    }

    /**
     * The mixture of models with the best shares; its parameters are copies. One more made-up row for each member keeps all of them in the
     * mixture.
     *
     * @param members at least two, of specifications of the same rows
     */
    public static Model mixture(List<FlowModel> members, Engine engine, Rows heldOut, long seed) {
        double[][] logs =
                members.stream().map(m -> scores(m, engine, heldOut, seed)).toArray(double[][]::new);
        double[] prior = new double[members.size()];
        Arrays.fill(prior, MixtureDefaults.PRIOR_OF_MEMBER);
        return Mixtures.of(
                members, Arrays.stream(MixtureShares.of(logs, prior)).boxed().toList());
    }

    private static FlowModel with(FlowModel model, double normal, double student) {
        RowSpec spec = model.rows()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Stacking: the model must be built from a RowSpec but is a " + model + "; build it from one"));
        return Models.of(
                spec.withDefensive(spec.defensive().withShares(normal, student)),
                model.parameters().values());
    }

    private static double[] scores(Model model, Engine engine, Rows rows, long seed) {
        try (Evaluator e =
                Evaluator.ofMeans(model, engine, MixtureDefaults.STACKING_SAMPLES, seed, Purpose.VALIDATION_NOISE)) {
            return e.scores(rows);
        }
    }
}
