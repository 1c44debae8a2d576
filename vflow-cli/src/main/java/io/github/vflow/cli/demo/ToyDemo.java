package io.github.vflow.cli.demo;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.demo.Experiment.Entry;
import io.github.vflow.cli.demo.Experiment.Trained;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.image.plot.Magma;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The toy experiment of the paper (Sec. 5): a Glow and a VFlow of equally many steps on the checkerboard. Models and training are those of the
 * paper, and where the paper is silent those of docs/lab/paper.md#experiments-on-the-toy-model.
 */
public record ToyDemo(Console console, EngineOptions engines, long steps, long seed, Path out) {
    private static final ToyDensity DATA = ToyDensity.CHECKERBOARD;
    private static final int BATCH = 64;
    private static final double RATE = 2e-3;
    private static final int EVALUATIONS = 100;
    private static final int TEST_ROWS = 1_000;
    /** Importance samples of a test row. */
    private static final int SAMPLES = 100;
    /** Importance samples of a density in a picture. */
    private static final int PICTURE_SAMPLES = 20;
    /** A seed for test rows that no user gives for training. */
    private static final long TEST_SEED = 0x7E57;

    private static final int CELLS = 200;
    private static final double VIEW = 4.5;

    /**
     * A Glow of five steps, and the VFlow with 8 dimensions more: four steps in p, one in q. Of the numbers of steps in the paper's Figure 3, it
     * is the one with which the VFlow wins for each of five seeds.
     */
    private static final List<Entry> ENTRIES = List.of(
            new Entry("Glow, 5 steps", "glow", spec(0, 5)), new Entry("VFlow, 5 steps, 10-D", "vflow", spec(8, 4)));

    private static RowSpec spec(int augment, int steps) {
        return RowSpec.of(2, augment, steps)
                .withConditioner(List.of(50, 50), Activation.RELU)
                .withCoupling(CouplingSpec.Kind.AFFINE_SIGMOID);
    }

    /** Trains and tests both models, writes all files, and prints the result. */
    public void run() throws Exception {
        TrainingPlan plan = TrainingPlan.of(steps, BATCH, RATE, seed)
                .withSchedule(new Schedule.Linear(RATE, steps))
                .withEvaluation(Math.max(1, steps / EVALUATIONS), 0);
        Rows rows = DATA.sample(TEST_ROWS, TEST_SEED);
        Experiment experiment = new Experiment(
                console,
                engines,
                plan,
                () -> BatchSource.of(2, DATA.sampler(seed)),
                model -> Mean.of(logProb(model, 1, SAMPLES, rows)),
                out);
        List<Trained> trained = experiment.run(ENTRIES, List.of("x1", "x2"), DATA.label());
        draw(trained);
        experiment.report(facts(trained));
    }

    private Facts facts(List<Trained> trained) {
        double bound = bound();
        List<Facts> models = trained.stream().map(ToyDemo::facts).toList();
        Facts all = new Facts()
                .put("steps", steps)
                .put("seed", seed)
                .put("bound", bound)
                .put("directory", out)
                .put("models", models)
                .line("%-22s %10s   %-20s %8s %9s", "model", "parameters", "log-likelihood", "time", "a step");
        models.forEach(m -> all.line("%s", m.text()));
        return all.line("%-22s %10s   %-20s", "no model can exceed", "", Text.nats(bound) + "  (−ln 32)")
                .line("Nats per point, mean ± standard error over %d test points.", TEST_ROWS)
                .line("")
                .line(
                        "In %s: densities.png of data, Glow and VFlow, results.json, glow.safetensors and vflow.safetensors",
                        out);
    }

    private static Facts facts(Trained t) {
        double micros = 1e6 * t.seconds() / t.history().getLast().step();
        double error = t.test().standardError();
        return new Facts()
                .put("model", t.entry().name())
                .put("parameters", t.parameters())
                .put("log_likelihood", t.test().value())
                .put("standard_error", error)
                .put("seconds", t.seconds())
                .put("micros_per_step", micros)
                .line(
                        "%-22s %,10d   %-20s %8s %6.0f µs",
                        t.entry().name(),
                        t.parameters(),
                        Text.nats(t.test().value(), error),
                        Text.duration(t.seconds()),
                        micros);
    }

    private static double bound() {
        return DATA.entropyBound().orElseThrow();
    }

    private double[] logProb(Model model, int threads, int samples, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engines.sequential(), samples, TEST_SEED)) {
            return evaluator.threads(threads).scores(rows);
        }
    }

    private void draw(List<Trained> trained) throws IOException {
        Grid grid = new Grid(VIEW, CELLS);
        Rows at = grid.centres();
        double[] truth = new double[at.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = DATA.logDensity(at.get(i, 0), at.get(i, 1)).orElseThrow();
        }
        List<int[]> panels = new ArrayList<>();
        // The colours end at 1.5 times the density of the data: a few spots beyond it must not darken the rest.
        double brightest = 1.5 * Math.exp(bound());
        panels.add(Magma.of(truth, brightest));
        for (Trained t : trained) {
            panels.add(Magma.of(logProb(t.model(), engines.threads(), PICTURE_SAMPLES, at), brightest));
        }
        new ImageGrid(grid.images(panels), panels.size(), 1).write(out.resolve("densities.png"));
    }
}
