package io.github.vflow.examples;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.ModelBuilder;
import io.github.vflow.flow.Parts;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.image.Images;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.layer.Mlp;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Section 4 of the paper: a Gaussian VAE is a VFlow whose p(x, z) and q(z | x) have one affine layer each. VFlows need not
 * assume p(z)·p(x | z): one of mixture couplings is no larger and better by 6 nats; one of affine couplings is as good.
 *
 * <p>x is a digit of 64 pixels, v = logit of it; all models have the same encoder q.
 */
public final class VaeAsVFlow {
    static final int LATENT = 16;

    private static final int PIXELS = 64;
    private static final int LEVELS = 17;
    private static final double MARGIN = 0.05;
    private static final int TOTAL = PIXELS + LATENT;
    private static final int WIDTH = 100;
    private static final int INITIAL_ROWS = 256;
    private static final Transformer AFFINE = Parts.affine();
    private static final Transformer MIXTURE = Parts.logisticMixture(3);

    private VaeAsVFlow() {}

    /** p(v, z) = N(z; 0, I)·N(v; μ(z), exp(s(z))²): f(v, z) = (z, (v − μ(z))·exp(−s(z))), an affine coupling backwards. */
    static FlowModel vae(long seed) {
        Parameters parameters = new Parameters();
        Mlp decoder = net(parameters.scope().in("decoder"), LATENT, WIDTH, PIXELS, AFFINE);
        List<Integer> latentFirst =
                IntStream.range(0, TOTAL).map(i -> (i + PIXELS) % TOTAL).boxed().toList();
        Bijector f = Parts.chain(
                Parts.permutation(latentFirst), Parts.inverse(Parts.coupling(LATENT, TOTAL, decoder::apply, AFFINE)));
        return model(parameters, f, seed);
    }

    /** p(v, z) of eight affine couplings between halves of all dimensions. */
    static FlowModel affine(long seed) {
        return general(8, 20, AFFINE, seed);
    }

    /** p(v, z) of four couplings whose map is a mixture of logistics. */
    static FlowModel mixture(long seed) {
        return general(4, 11, MIXTURE, seed);
    }

    /** Couplings between halves of all dimensions, which are normalised and shuffled before each. */
    private static FlowModel general(int steps, int width, Transformer map, long seed) {
        Parameters parameters = new Parameters();
        List<Bijector> parts = new ArrayList<>();
        for (int k = 0; k < steps; k++) {
            Scope step = parameters.scope().in("p").in(k);
            Mlp net = net(step, TOTAL / 2, width, TOTAL / 2, map);
            parts.add(Parts.actNorm(step, TOTAL));
            parts.add(Parts.permutation(
                    Arrays.stream(Rows.shuffled(TOTAL, k)).boxed().toList()));
            parts.add(Parts.coupling(TOTAL / 2, TOTAL, net::apply, map));
        }
        return model(parameters, Parts.chain(parts), seed);
    }

    /** The encoder q(z | v) = N(z; m(v), exp(t(v))²), and pixels of 0 … 17 through a logit. */
    private static FlowModel model(Parameters parameters, Bijector f, long seed) {
        Mlp encoder = net(parameters.scope().in("encoder"), PIXELS, WIDTH, LATENT, AFFINE);
        Bijector.Conditional q = Parts.elementwise(AFFINE, encoder::apply);
        FlowModel model = new ModelBuilder(PIXELS, Bijector.Conditional.always(f), parameters)
                .lift(Parts.bijective(Parts.chain(Parts.scale(1.0 / LEVELS), Parts.logit(MARGIN))))
                .lift(Parts.augment(q, PIXELS, 1, LATENT))
                .build();
        parameters.initialise(seed);
        return model;
    }

    /** A network that makes the parameters of an elementwise map of the outputs. */
    private static Mlp net(Scope scope, int in, int width, int out, Transformer map) {
        List<Integer> hidden = List.of(width, width);
        int parameters = map.parameters(out);
        return Mlp.of(scope, in, hidden, parameters, Activation.SILU, Initializer.zeros(), map.start(out));
    }

    /** Runs the example; an argument is the seed. */
    public static void main(String[] args) {
        run(System.out, 15_000, args.length == 0 ? 1 : Long.parseLong(args[0]));
    }

    /** Answers the mean ELBO of the VAE, of the affine and of the mixture VFlow on test digits, in nats. */
    static double[] run(PrintStream out, long steps, long seed) {
        return new double[] {
            elbo(out, "VAE", vae(seed), steps, seed),
            elbo(out, "VFlow, affine", affine(seed), steps, seed),
            elbo(out, "VFlow, mixture", mixture(seed), steps, seed)
        };
    }

    /** Trains a model, keeps the parameters that are best on validation digits, and answers the ELBO of test digits. */
    private static double elbo(PrintStream out, String name, FlowModel model, long steps, long seed) {
        Rows.Split digits = Images.digits().rows().split(0.8, 7);
        Rows.Split training = digits.train().split(0.9, 7);
        Engine engine = Engines.vector(1);
        BatchSource batches = batches(training.train(), seed);
        Trainer.initialise(model, engine, batches, INITIAL_ROWS, seed);
        TrainingPlan plan = TrainingPlan.of(steps, 128, 1e-3, seed)
                .withSchedule(new Schedule.Linear(1e-3, steps))
                .withClipNorm(50)
                .withEvaluation(Math.max(1, steps / 50), 0);
        new Trainer(model, plan, engine)
                .validation(dequantized(training.validation(), 2))
                .fit(batches);
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, 1, 1)) {
            double nats = evaluator.mean(dequantized(digits.validation(), 3));
            out.printf(
                    Locale.ROOT,
                    "%-14s %,7d parameters  ELBO %.2f nats, %.3f bits per pixel%n",
                    name,
                    model.parameters().size(),
                    nats,
                    model.bitsPerDim(nats));
            return nats;
        }
    }

    /** Each pixel with uniform noise in (0, 1): the density of x + u bounds the probability of x (paper, Eq. 7). */
    static Rows dequantized(Rows pixels, long seed) {
        double[] cells = pixels.toArray();
        SplittableRandom random = new SplittableRandom(seed);
        Arrays.setAll(cells, i -> cells[i] + random.nextDouble());
        return Rows.of(cells, PIXELS);
    }

    /** Batches with fresh noise. */
    private static BatchSource batches(Rows pixels, long seed) {
        BatchSource whole = BatchSource.of(pixels, seed);
        return new BatchSource() {
            @Override
            public int width() {
                return PIXELS;
            }

            @Override
            public void fill(long batch, double[] rows) {
                whole.fill(batch, rows);
                SplittableRandom random = new SplittableRandom(31 * seed + batch);
                Arrays.setAll(rows, i -> rows[i] + random.nextDouble());
            }
        };
    }
}
