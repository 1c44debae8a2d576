package io.github.vflow.flow.audit;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.map.Mapped;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures the total mass of a model. */
final class MassAudit {
    private static final int BATCH = 256;
    private static final int BATCHES = 512;

    /** A base point ε counts as reached if f(f⁻¹(ε)) differs by less than this in float32. */
    private static final double REACHED = 1e-2;

    /** The factor that widens the base distribution to a proposal with heavier tails. */
    private static final double WIDE = 1.02;

    private final Model model;
    private final Engine engine;
    private final Rows data;
    private final long seed;

    MassAudit(Model model, Engine engine, Rows data, long seed) {
        this.model = model;
        this.engine = engine;
        this.data = data;
        this.seed = seed;
    }

    /**
     * Uses quadrature if the density is exact and has at most two dimensions, else importance sampling of p(x, z).
     * Quadrature of a VFlow's p(x) would fail: far from the data its importance weights vary too much.
     */
    Mass measure(int gridSize) {
        List<Model> members = model.members();
        double leaked = IntStream.range(0, members.size())
                .mapToDouble(k -> model.shares().get(k) * leaked(members.get(k)))
                .sum();
        return model.noise() == 0 && model.features() <= 2 ? quadrature(gridSize, leaked) : importance(leaked);
    }

    /** The mass of a mixture is the mean of the masses of its members. */
    private Mass importance(double leaked) {
        double total = 0;
        double variance = 0;
        for (int k = 0; k < model.members().size(); k++) {
            double share = model.shares().get(k);
            Mass of = importance(model.members().get(k), leaked);
            total += share * of.total();
            variance += Math.pow(share * of.standardError(), 2);
        }
        return new Mass(
                total,
                Math.sqrt(variance),
                "importance sampling, " + BATCH * BATCHES + " draws of the widened model",
                leaked);
    }

    private Mass quadrature(int gridSize, double leaked) {
        int d = model.features();
        double[] low = new double[d];
        double[] step = new double[d];
        for (int j = 0; j < d; j++) {
            double[] column = data.copyColumn(j);
            double min = Arrays.stream(column).min().orElseThrow();
            double max = Arrays.stream(column).max().orElseThrow();
            // tails beyond the data count too
            double margin = max - min;
            low[j] = min - margin;
            step[j] = 3 * margin / gridSize;
        }
        int n = d == 1 ? gridSize : gridSize * gridSize;
        double[] grid = new double[n * d];
        double cell = 1;
        for (int j = 0; j < d; j++) {
            cell *= step[j];
            for (int i = 0; i < n; i++) {
                int index = j == 0 ? i % gridSize : i / gridSize;
                grid[i * d + j] = low[j] + (index + 0.5) * step[j];
            }
        }
        double total =
                cell * Arrays.stream(logProb(Rows.of(grid, d))).map(Math::exp).sum();
        String method = "quadrature on " + gridSize + (d == 1 ? "" : "×" + gridSize) + " points";
        return new Mass(total, 0, method, leaked);
    }

    private double[] logProb(Rows points) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, 1, seed)) {
            return evaluator.threads(Runtime.getRuntime().availableProcessors()).scores(points);
        }
    }

    /** The share of base points ε with f(f⁻¹(ε)) ≠ ε: these points lie outside the image of f. */
    private double leaked(Model member) {
        Bijector f = member.bijector();
        int d = member.features() + member.augment();
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor eps = t.batch("noise", Shape.of(BATCH, d));
        Tensor error =
                f.forward(f.inverse(eps).value()).value().minus(eps).abs().maxOver(1);
        t.output("error", error);
        double[] e = new double[BATCH];
        int[] outside = new int[1];
        run(t, d, 1, program -> {
            program.get("error", e);
            outside[0] += (int) Arrays.stream(e).filter(v -> !(v < REACHED)).count();
        });
        return outside[0] / (double) (BATCH * BATCHES);
    }

    /** E over x = f⁻¹(1.02·ε) of p(x)/h(x), where h is the density of such x: one if density and inverse agree. */
    private Mass importance(Model member, double leaked) {
        Bijector f = member.bijector();
        int d = member.features() + member.augment();
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor eps = t.batch("noise", Shape.of(BATCH, d));
        Mapped x = f.inverse(eps);
        Mapped back = f.forward(x.value());
        Tensor logP = member.flow(Condition.none()).base().logProb(back.value()).plus(back.logDet());
        Tensor logH = StandardNormal.INSTANCE
                .logProb(eps.dividedBy(WIDE))
                .minus(d * Math.log(WIDE))
                .minus(x.logDet());
        t.output("error", logP.minus(logH));
        double[] e = new double[BATCH];
        double[] sums = new double[2];
        run(t, d, WIDE, program -> {
            program.get("error", e);
            for (double v : e) {
                double w = Math.exp(v);
                sums[0] += w;
                sums[1] += w * w;
            }
        });
        int n = BATCH * BATCHES;
        double mean = sums[0] / n;
        double error = Math.sqrt(Math.max(0, sums[1] / n - mean * mean) / n);
        return new Mass(mean, error, "importance sampling", leaked);
    }

    private void run(Trace t, int d, double scale, Consumer<Executable> use) {
        RandomStream stream = Purpose.MASS_AUDIT.stream(seed);
        float[] noise = new float[BATCH * d];
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            for (int b = 0; b < BATCHES; b++) {
                stream.normal(b * RandomStream.positions(noise.length), noise);
                for (int i = 0; i < noise.length; i++) {
                    noise[i] *= (float) scale;
                }
                e.set("noise", noise);
                e.run();
                use.accept(e);
            }
        }
    }
}
