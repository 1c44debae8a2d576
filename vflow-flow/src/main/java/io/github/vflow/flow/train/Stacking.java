package io.github.vflow.flow.train;

import io.github.vflow.flow.MixtureSpec;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.TailSpec;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
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
    /** Importance samples of a row; an exact flow needs none. */
    private static final int SAMPLES = 16;

    /** A component alone: the others have so little that they decide no row. */
    private static final double TRACE = 1e-35;

    private static final double ALMOST_ALL = Math.nextDown(1.0);

    /** Made-up rows of each component, which keep shares from extremes where few rows are held out. */
    private static final double[] PRIOR = {2, 0.5, 0.5};

    private static final double LEAST_STUDENT = 0.002;

    private Stacking() {}

    /**
     * The model with the best shares; its parameters are a copy.
     *
     * @param model of a specification with a tail
     */
    public static Model run(Model model, Engine engine, Rows heldOut, long seed) {
        double[][] logs = {
            scores(with(model, new TailSpec(TRACE, TRACE)), engine, heldOut, seed),
            scores(with(model, new TailSpec(ALMOST_ALL, TRACE)), engine, heldOut, seed),
            scores(with(model, new TailSpec(TRACE, ALMOST_ALL)), engine, heldOut, seed)
        };
        double[] shares = MixtureShares.of(logs, PRIOR);
        double student = Math.max(LEAST_STUDENT, shares[2]);
        return with(model, new TailSpec(shares[1] * (1 - student) / (1 - shares[2]), student));
    }

    /**
     * The mixture of models with the best shares; its parameters are copies. One more made-up row for each member keeps all of them in the
     * mixture.
     *
     * @param members of specifications of the same rows; one is returned as it is
     */
    public static Model mixture(List<Model> members, Engine engine, Rows heldOut, long seed) {
        if (members.size() == 1) {
            return members.getFirst();
        }
        double[][] logs =
                members.stream().map(m -> scores(m, engine, heldOut, seed)).toArray(double[][]::new);
        double[] prior = new double[members.size()];
        Arrays.fill(prior, 1);
        return mixture(members, MixtureShares.of(logs, prior));
    }

    /**
     * The mixture of models with some shares; its parameters are copies.
     *
     * @param members at least two, of specifications of the same rows
     * @param shares of the members, which sum to one
     */
    public static Model mixture(List<Model> members, double[] shares) {
        MixtureSpec spec = new MixtureSpec(
                members.stream().map(m -> (RowSpec) m.spec().orElseThrow()).toList(),
                Arrays.stream(shares).boxed().toList());
        Model mixed = spec.build(new Parameters());
        for (int k = 0; k < shares.length; k++) {
            Parameters own = members.get(k).parameters();
            for (Parameter p : own.all()) {
                mixed.parameters().set(mixed.parameters().named(MixtureSpec.nameOf(k, p.name())), own.get(p));
            }
        }
        return mixed;
    }

    private static Model with(Model model, TailSpec shares) {
        RowSpec spec = (RowSpec) model.spec().orElseThrow();
        Model other = spec.withTail(shares).build(new Parameters());
        other.parameters().set(model.parameters().values());
        return other;
    }

    private static double[] scores(Model model, Engine engine, Rows rows, long seed) {
        try (Evaluator e = Evaluator.ofMeans(model, engine, SAMPLES, seed, Purpose.VALIDATION_NOISE)) {
            return e.scores(rows);
        }
    }
}
