package io.github.vflow.benchmarks.compare;

import io.github.vflow.benchmarks.Agreement;
import io.github.vflow.benchmarks.ToyModel;
import io.github.vflow.benchmarks.TrainingLoop;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The models of the paper's toy experiment against PyTorch, eager and compiled. */
final class Toys {
    private static final double TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-3;
    private static final int BATCHES = 64;
    private static final int CHECKED = 64;
    private static final int ROWS = 65_536;

    private Toys() {}

    static void run(Session session) {
        training(session, ToyModel.VFLOW_3, "VFlow 3 steps, 10-D");
        training(session, ToyModel.GLOW_20, "Glow 20 steps");
        singleRow(session);
        scoring(session);
    }

    /** All parameters, as they are now. */
    static Torch.Work put(Torch.Work work, Parameters parameters) {
        for (Parameter p : parameters.all()) {
            int[] dims = IntStream.range(0, p.shape().rank())
                    .map(i -> p.shape().dim(i))
                    .toArray();
            work.put(p.name(), parameters.get(p), dims);
        }
        return work;
    }

    private static void training(Session session, ToyModel toy, String name) {
        TrainingLoop loop = new TrainingLoop(toy);
        String what = "training step, " + name + ", batch 64";
        loop.check();
        TrainingLoop fresh = new TrainingLoop(toy);
        double loss = fresh.step();
        List<double[]> results = List.of(new double[] {loss}, fresh.firstGradient());
        float[] batches = new float[BATCHES * 2 * ToyModel.BATCH];
        for (int i = 0; i < BATCHES; i++) {
            System.arraycopy(loop.batch(i), 0, batches, i * 2 * ToyModel.BATCH, 2 * ToyModel.BATCH);
        }
        List<Torch.Variant> theirs = session.torch(
                1,
                t -> put(
                                t.open("toy_training", toy.steps(), TrainingLoop.LEARNING_RATE),
                                loop.model().parameters())
                        .put("batches", batches, BATCHES, ToyModel.BATCH, 2)
                        .put(
                                "noise",
                                loop.firstNoise(),
                                ToyModel.BATCH,
                                loop.model().noise()));
        theirs.forEach(v -> Session.requireSame(what, results, v.results(), GRADIENT_TOLERANCE));
        session.add(Row.micros(what, null, session.longDuel().run(Contender.of("VFlow", loop::step), theirs, false)));
    }

    /** The first rows' ELBOs with given noise must be theirs; what is timed draws its own. */
    private static ProgramWork bound(Model model, Rows rows, float[] noise) {
        return new ProgramWork(
                t -> {
                    model.parameters().flat(t);
                    t.output("bound", model.bound(t.batch(Model.X, Shape.of(CHECKED, model.features()))));
                },
                Map.of(
                        Parameters.INPUT,
                        model.parameters().values(),
                        Model.X,
                        rows.slice(0, CHECKED).toFloats(),
                        Model.NOISE,
                        noise));
    }

    private static float[] noise(Model model) {
        float[] noise = new float[CHECKED * model.noise()];
        new RandomStream(ToyModel.SEED, 1).normal(0, noise);
        return noise;
    }

    private static void singleRow(Session session) {
        Model model = ToyModel.VFLOW_3.create();
        Rows rows = ToyDensity.CHECKERBOARD.sample(CHECKED, ToyModel.SEED);
        float[] noise = noise(model);
        List<Torch.Variant> theirs = session.torch(
                1,
                t -> put(t.open("toy_row", ToyModel.VFLOW_3.steps()), model.parameters())
                        .put("x", rows.toFloats(), CHECKED, model.features())
                        .put("noise", noise, CHECKED, model.noise()));
        bound(model, rows, noise)
                .check("ELBO", theirs.stream().map(Torch.Variant::results).toList(), TOLERANCE);
        double[][] each = IntStream.range(0, CHECKED).mapToObj(rows::copyRow).toArray(double[][]::new);
        try (Evaluator scorer = Evaluator.ofScores(model, Engines.vector(1), 1, ToyModel.SEED);
                Evaluator reference = Evaluator.ofScores(model, Engines.reference(), 1, ToyModel.SEED)) {
            for (double[] row : each) {
                Agreement.require("score", reference.score(row), scorer.score(row), TOLERANCE);
            }
            int[] next = {0};
            Contender ours = Contender.of("VFlow", () -> scorer.score(each[next[0]++ % CHECKED]));
            Row row = Row.micros(
                    "ELBO of one row, VFlow 3 steps, 10-D",
                    null,
                    session.waitingDuel().run(ours, theirs, true));
            session.add(row);
            session.add(row.at(0.99));
        }
    }

    private static void scoring(Session session) {
        Model model = ToyModel.VFLOW_3.create();
        Rows rows = ToyDensity.CHECKERBOARD.sample(ROWS, ToyModel.SEED);
        float[] noise = noise(model);
        Evaluator evaluator =
                Evaluator.ofMeans(model, Engines.vector(1), 1, ToyModel.SEED).threads(session.threads());
        Rows some = rows.slice(0, CHECKED);
        try (Evaluator reference = Evaluator.ofMeans(model, Engines.reference(), 1, ToyModel.SEED)) {
            Agreement.require("bounds", reference.scores(some), evaluator.scores(some), TOLERANCE);
        }
        List<Torch.Variant> theirs = session.torch(
                session.threads(),
                t -> put(t.open("toy_scoring", ToyModel.VFLOW_3.steps(), 1024, 4096, 16_384, ROWS), model.parameters())
                        .put("x", rows.toFloats(), ROWS, model.features())
                        .put("noise", noise, CHECKED, model.noise()));
        bound(model, rows, noise)
                .check("ELBO", theirs.stream().map(Torch.Variant::results).toList(), TOLERANCE);
        session.add(Row.millis(
                "ELBOs of 65,536 rows, VFlow 3 steps, 10-D" + session.onThreads(),
                Row.Amount.of(ROWS * 1e-6, "M rows/s"),
                session.threadsDuel().run(Contender.of("VFlow", () -> evaluator.scores(rows)), theirs, true)));
    }
}
