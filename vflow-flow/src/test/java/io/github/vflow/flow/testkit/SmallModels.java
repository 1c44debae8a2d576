package io.github.vflow.flow.testkit;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.column.Dequantize;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Small models. */
public final class SmallModels {
    /** The engine of training runs. */
    public static final Engine VECTOR = Engines.vector(1);

    private static final int CHUNK = 1024;

    private SmallModels() {}

    /** Two steps with small smooth networks. */
    public static RowSpec spec(int features, CouplingSpec.Kind coupling) {
        return RowSpec.of(features, 0, 2)
                .withConditioner(List.of(12), Activation.TANH)
                .withCoupling(new CouplingSpec(coupling, 4));
    }

    /** A flow of random parameters. */
    public static FlowModel random(RowSpec spec, long seed) {
        FlowModel flow = Models.of(spec, seed);
        Eval.randomise(flow.parameters(), 0.3, new SplittableRandom(seed));
        return flow;
    }

    /** Trained a little on the moons, fresh points each step. */
    public static FlowModel onMoons(FlowModel model, int steps, long seed) {
        var sampler = ToyDensity.MOONS.sampler(seed);
        new Trainer(model, TrainingPlan.of(steps, 64, 5e-3, seed), VECTOR).fit(BatchSource.of(2, sampler));
        return model;
    }

    /** Moons that nothing was trained on. */
    public static Rows freshMoons(int n) {
        return ToyDensity.MOONS.sample(n, 0xF4E5);
    }

    /** r(u|x) of a model of images. */
    public static Dequantizer dequantizer(FlowModel model) {
        return model.surjections().stream()
                .flatMap(s -> s instanceof Dequantize d ? Stream.of(d.dequantizer()) : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    /** q(z|x) of a VFlow. */
    public static Posterior posterior(FlowModel model) {
        return model.surjections().stream()
                .flatMap(s -> s instanceof Augment a ? Stream.of(a.posterior()) : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    /** The one-sample ELBO of each row, with noise that is keyed by the row. */
    public static double[] elbo(Model model, Engine engine, Rows rows, long seed) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, 1, seed)) {
            return evaluator.scores(rows);
        }
    }

    /** The mean of {@link #elbo}. */
    public static double meanElbo(Model model, Engine engine, Rows rows, long seed) {
        return Arrays.stream(elbo(model, engine, rows, seed)).average().orElseThrow();
    }

    /** The bound of each row [n · features] with noise [n · noise], in double. */
    public static double[] bounds(Model model, double[] rows, double[] noise) {
        return bounds(model, rows, noise, model.noise());
    }

    /** The bound of each row [n · width] with noise [n · dz], in double. */
    public static double[] bounds(Model model, double[] rows, double[] noise, int dz) {
        int d = model.width();
        int n = rows.length / d;
        double[] all = new double[n];
        int chunk = Math.min(n, CHUNK);
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(chunk, d))));
        try (Executable e = Eval.REFERENCE.compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            for (int first = 0; first < n; first += chunk) {
                // the last chunk reaches back to be whole
                int from = Math.min(first, n - chunk);
                e.set(Model.X, Arrays.copyOfRange(rows, from * d, (from + chunk) * d));
                if (dz > 0) {
                    e.set(Model.NOISE, Arrays.copyOfRange(noise, from * dz, (from + chunk) * dz));
                }
                e.run();
                double[] some = new double[chunk];
                e.get("bound", some);
                System.arraycopy(some, 0, all, from, chunk);
            }
        }
        return all;
    }
}
