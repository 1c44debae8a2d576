package io.github.vflow.cli.demo;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.demo.Experiment.Entry;
import io.github.vflow.cli.demo.Experiment.Trained;
import io.github.vflow.cli.model.SampleGrid;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.image.Images;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The claim of the paper's Section 6 on small images: at equal parameters, more channels beat more filters. */
public record ImageDemo(Console console, EngineOptions engines, long steps, long seed, Path out) {
    private static final String DATA = "digits";
    private static final int BATCH = 64;
    private static final double RATE = 2e-3;
    private static final int SAMPLES = 16;
    private static final int SHOWN = 64;

    /** Trains and tests both models, writes all files, and prints the result. */
    public void run() throws Exception {
        ImageTrainingData data = ImageTrainingData.named(DATA, 0, 0, 0, seed);
        Rows test = ImageTrainingData.read("digits-test", 0, 0).rows();
        TrainingPlan plan = TrainingPlan.of(steps, BATCH, 0, seed)
                .withSchedule(new Schedule.WarmUp(Math.clamp(steps / 4, 1, 100), new Schedule.Linear(RATE, steps)))
                .withClipNorm(1)
                .withEvaluation(Math.max(1, steps / 50), 0)
                .withMemory(Memory.STORED);
        Experiment experiment =
                new Experiment(console, engines, plan, () -> data.batches(seed), model -> bits(model, test), out);
        Images images = data.train();
        List<Trained> trained = experiment.run(
                List.of(
                        entry("Flow++", "flowpp", images, 0, 17),
                        entry("VFlow, 1 channel more", "vflow", images, 1, 12)),
                List.of(),
                DATA);
        draw(trained, images);
        experiment.report(facts(trained, test.size()));
    }

    /** A model with one attention head, so that the number of filters is free to make the parameters equal. */
    private static Entry entry(String name, String file, Images images, int augment, int filters) {
        return new Entry(
                name,
                file,
                ImageSpec.small(
                                images.height(),
                                images.width(),
                                images.channels(),
                                images.levels(),
                                augment,
                                filters,
                                1)
                        .withHeads(1));
    }

    private Mean bits(Model model, Rows test) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engines.sequential(), SAMPLES, seed)) {
            return Mean.of(evaluator.scores(test)).times(model.bitsPerDim(1));
        }
    }

    private Facts facts(List<Trained> trained, int images) {
        List<Facts> models = trained.stream().map(ImageDemo::facts).toList();
        Facts all = new Facts()
                .put("steps", steps)
                .put("seed", seed)
                .put("test_images", images)
                .put("directory", out)
                .put("models", models)
                .line("%-22s %10s   %-20s %8s", "model", "parameters", "bits per dimension", "time");
        models.forEach(m -> all.line("%s", m.text()));
        return all.line(
                        "Mean ± standard error over %d test digits, by %d importance samples; less is better.",
                        images, SAMPLES)
                .line("")
                .line("In %s: samples of both, the data, results.json and both models", out);
    }

    private static Facts facts(Trained t) {
        double bits = t.test().value();
        double error = t.test().standardError();
        return new Facts()
                .put("model", t.entry().name())
                .put("parameters", t.parameters())
                .put("bits_per_dim", bits)
                .put("standard_error", error)
                .put("seconds", t.seconds())
                .line(
                        "%-22s %,10d   %-20s %8s",
                        t.entry().name(), t.parameters(), Text.nats(bits, error), Text.duration(t.seconds()));
    }

    private void draw(List<Trained> trained, Images data) throws IOException {
        ImageGrid.of(data.slice(0, SHOWN)).write(out.resolve("data.png"));
        for (Trained t : trained) {
            Rows drawn = Sampler.draw(t.model(), engines.parallel(), SHOWN, 1, seed);
            SampleGrid.write(drawn, t.model(), out.resolve(t.entry().file() + ".png"));
        }
    }
}
