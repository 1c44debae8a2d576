package io.github.vflow.lab.conformance;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** Checks log importance weights [S, B] and the importance-weighted log-likelihood [B]. */
final class ImportanceCheck implements Check {
    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        String drawn = "in.iw_eps_z";
        if (!f.has(drawn) || !f.has("in.x") || f.model().noise() == 0 || !f.hasGroup("param")) {
            return;
        }
        Shape noise = f.shape(drawn);
        int samples = noise.dim(0);
        int rows = noise.dim(1);
        double[] weights = weights(f, engine, samples, f.values("in.x"));
        sink.accept("out.iw_logw", weights);
        double[] estimates = new double[rows];
        Arrays.setAll(estimates, b -> {
            double[] ofRow = new double[samples];
            Arrays.setAll(ofRow, s -> weights[s * rows + b]);
            return ImportanceEstimate.of(ofRow).logProb();
        });
        sink.accept("out.iw_loglik", estimates);
    }

    private static double[] weights(Fixture f, Engine engine, int samples, double[] x) {
        double[] repeated = new double[samples * x.length];
        for (int s = 0; s < samples; s++) {
            System.arraycopy(x, 0, repeated, s * x.length, x.length);
        }
        int d = f.model().features();
        int pairs = repeated.length / d;
        double[] w = new double[pairs];
        f.run(
                engine,
                t -> t.output("w", f.model().bound(t.batch(Model.X, Shape.of(pairs, d)))),
                e -> {
                    e.set(Model.X, repeated);
                    e.set(Model.NOISE, f.noise("in.iw_eps"));
                },
                (_, v) -> System.arraycopy(v, 0, w, 0, pairs));
        return w;
    }
}
