package io.github.vflow.flow.audit.model;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.distribution.StudentT;
import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.distribution.mixing.LogSum;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Measures the total mass of a model without discrete columns. */
record MassAudit(Model model, Engine engine, Rows data, long seed) {
    private static final int BATCH = 256;
    private static final int BATCHES = 512;

    /** Draws of a tilted model. */
    private static final int TILT_DRAWS = 10_000;

    /** A base point ε counts as reached if f(f⁻¹(ε)) differs by less than this in float32. */
    private static final double REACHED = 1e-2;

    /** ε that are further out may have an error that is so much larger. */
    private static final double FAR = 10;

    /** The factor that widens the proposals of ε, so that their tails are heavier. */
    private static final double WIDE = 1.02;

    /**
     * Uses quadrature if the density is exact and has at most two dimensions, else importance sampling of p(x, z). Quadrature of a VFlow's p(x) would
     * fail: far from the data its importance weights vary too much. The tails of a Student t reach beyond any grid, and a map of a column's
     * distribution is too steep for one.
     */
    Mass measure(int gridSize) {
        List<Model.Component> components = model.components();
        double leaked = components.stream()
                .mapToDouble(c -> c.share() * leaked(c.flow()))
                .sum();
        boolean tails = components.stream()
                .anyMatch(c -> c.flow().flow(Condition.none()).base() instanceof StudentT);
        boolean areSteep = components.stream()
                .flatMap(c -> c.flow().rows().stream())
                .flatMap(spec -> spec.kinds().stream())
                .anyMatch(kind -> kind.marginal().isPresent());
        boolean isOnGrid = model.noise() == 0 && model.features() <= 2 && !tails && !areSteep;
        Mass mass = isOnGrid ? quadrature(gridSize, leaked) : importance(leaked);
        return model.tilt().map(t -> tilted(mass, t, isOnGrid)).orElse(mass);
    }

    /**
     * The mass with a tilt, whose mean is known up to an error.
     *
     * @param hasTilt whether the mass is of the density with the tilt; else it is multiplied by E_p[e^t] = 1/E_p′[e^−t]
     */
    private Mass tilted(Mass mass, TiltSpec tilt, boolean hasTilt) {
        double factor = 1;
        double variance = tilt.error() * tilt.error();
        if (!hasTilt) {
            Rows draws = Sampler.draw(model, engine, TILT_DRAWS, 1, seed);
            Mean inverse = Mean.of(IntStream.range(0, draws.size())
                    .mapToDouble(i -> Math.exp(-tilt.at(draws.copyRow(i))))
                    .toArray());
            factor = 1 / inverse.value();
            variance += Math.pow(inverse.standardError() * factor, 2);
        }
        double total = mass.total() * factor;
        return new Mass(
                total,
                Math.hypot(mass.standardError() * factor, total * Math.sqrt(variance)),
                mass.method(),
                mass.leaked());
    }

    /** The mass of a mixture is the mean of the masses of its members. */
    private Mass importance(double leaked) {
        double total = 0;
        double variance = 0;
        for (Model.Component c : model.components()) {
            Mass of = importance(c.flow(), leaked);
            total += c.share() * of.total();
            variance += Math.pow(c.share() * of.standardError(), 2);
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
    private double leaked(FlowModel member) {
        Base base = member.flow(Condition.none()).base();
        Trace t = new Trace();
        model.parameters().flat(t);
        Bijector f = member.bijector(Condition.none());
        Tensor eps = base.sample(t.batch("noise", Shape.of(BATCH, member.baseNoise())));
        Tensor error = f.forward(f.inverse(eps).value()).value().minus(eps).abs();
        t.output("error", error.dividedBy(eps.abs().dividedBy(FAR).max(1)).maxOver(1));
        double[] e = new double[BATCH];
        int[] outside = new int[1];
        run(t, member.baseNoise(), program -> {
            program.get("error", e);
            outside[0] += (int) Arrays.stream(e).filter(v -> !(v < REACHED)).count();
        });
        return outside[0] / (double) (BATCH * BATCHES);
    }

    /**
     * E over x = f⁻¹(1.02·ε) of p(x)/h(x), where h is the density of such x: one if density and inverse agree. Half of the ε come from
     * the base, which
     * has the tails and modes of p; the others are normal, so that a base whose density does not fit its samples is noticed.
     */
    private Mass importance(FlowModel member, double leaked) {
        Base base = member.flow(Condition.none()).base();
        int d = member.latent();
        Trace t = new Trace();
        model.parameters().flat(t);
        Bijector f = member.bijector(Condition.none());
        Tensor noise = t.batch("noise", Shape.of(BATCH, member.baseNoise()));
        Tensor half = Tensor.concat(
                0,
                base.sample(noise.slice(0, 0, BATCH / 2)),
                noise.slice(0, BATCH / 2, BATCH).slice(1, 0, d));
        Mapped x = f.inverse(half.times(WIDE));
        Mapped back = f.forward(x.value());
        Tensor logP = base.logProb(back.value()).plus(back.logDet());
        Tensor logH = LogSum.of(2, k -> (k == 0 ? base : StandardNormal.INSTANCE).logProb(half))
                .minus(Math.log(2))
                .minus(d * Math.log(WIDE))
                .minus(x.logDet());
        t.output("error", logP.minus(logH));
        double[] e = new double[BATCH];
        double[] sums = new double[2];
        run(t, member.baseNoise(), program -> {
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

    private void run(Trace t, int width, Consumer<Executable> use) {
        RandomStream stream = Purpose.MASS_AUDIT.stream(seed);
        float[] noise = new float[BATCH * width];
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            for (int b = 0; b < BATCHES; b++) {
                stream.normal(b * RandomStream.positions(noise.length), noise);
                e.set("noise", noise);
                e.run();
                use.accept(e);
            }
        }
    }
}
