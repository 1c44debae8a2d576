package io.github.vflow.cli.demo;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Json;
import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.model.SampleGrid;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.training.ParallelTrainings;
import io.github.vflow.cli.training.TrainingCurve;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImagePresets;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.train.Initialisation;
import io.github.vflow.flow.train.Progress;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.image.Images;
import io.github.vflow.image.plot.CurvePlot;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** The claim of the paper's Section 6 on small images: at equal parameters, more channels beat more filters. */
public record ImageDemo(Console console, EngineOptions engines, long steps, long seed, Path out) {
    private static final String DATA = "digits";
    private static final int BATCH = 64;
    private static final int SAMPLES = 16;
    private static final int SHOWN = 64;

    /** A model of the demo. */
    private record Entry(String name, String file, int augment, int filters) {
        /** One attention head, so that the number of filters is free to make the parameters equal. */
        ImageSpec spec(Images images) {
            ImageSpec small = ImagePresets.small(
                    images.height(), images.width(), images.channels(), images.levels(), augment, filters, 1);
            return small.withHeads(1);
        }
    }

    private record Trained(Entry entry, Model model, List<Progress> history, Mean bits) {}

    private static final List<Entry> ENTRIES =
            List.of(new Entry("Flow++", "flowpp", 0, 17), new Entry("VFlow, 1 channel more", "vflow", 1, 12));

    /** Trains and tests both models, writes all files, and prints the result. */
    public void run() throws Exception {
        ImageTrainingData data = ImageTrainingData.named(DATA, 0, 0, 0, seed);
        Rows test = ImageTrainingData.read("digits-test", 0, 0).rows();
        console.note("%s; %,d iterations, batch %d", engines.sequential().description(), steps, BATCH);
        List<Trained> trained = train(data, test);
        draw(trained, data.train());
        Comparison result = new Comparison(
                steps, seed, test.size(), out, trained.stream().map(Row::of).toList());
        Json.write(result, out.resolve("results.json"));
        console.report(result);
    }

    /**
     * The result of the demo.
     *
     * @param testImages how many images the models are tested on
     * @param directory of all files
     */
    record Comparison(long steps, long seed, int testImages, Path directory, List<Row> models) implements Result {
        @Override
        public String text() {
            StringJoiner lines = new StringJoiner("\n");
            lines.add(Text.format("%-22s %10s   %-20s %8s", "model", "parameters", "bits per dimension", "time"));
            models.forEach(row -> lines.add(row.text()));
            lines.add("Mean ± standard error over " + testImages + " test digits, by " + SAMPLES
                    + " importance samples; less is better.");
            lines.add("");
            lines.add("In " + directory + ": samples of both, the data, curves.png, results.json and both models");
            return lines.toString();
        }
    }

    /**
     * The result of one model.
     *
     * @param bitsPerDim mean over the test images
     * @param standardError of the mean
     * @param seconds of its training
     */
    record Row(String model, int parameters, double bitsPerDim, double standardError, double seconds) {
        private static Row of(Trained t) {
            return new Row(
                    t.entry.name,
                    t.model.parameters().size(),
                    t.bits.value(),
                    t.bits.standardError(),
                    t.history.getLast().seconds());
        }

        private String text() {
            return Text.format(
                    "%-22s %,10d   %-20s %8s",
                    model, parameters, Text.nats(bitsPerDim, standardError), Text.duration(seconds));
        }
    }

    private List<Trained> train(ImageTrainingData data, Rows test) throws Exception {
        List<String> names =
                ENTRIES.stream().map(e -> e.name.replaceAll(",.*", "")).toList();
        List<ParallelTrainings.Training<Trained>> trainings = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            trainings.add(onProgress -> train(entry, data, test, onProgress));
        }
        return ParallelTrainings.train(console, engines.threads(), steps, names, trainings);
    }

    private Trained train(Entry entry, ImageTrainingData data, Rows test, Consumer<Progress> onProgress) {
        Engine engine = engines.sequential();
        FlowModel model = Models.of(entry.spec(data.train()), seed);
        TrainingPlan plan = TrainingPlan.of(steps, BATCH, 0, seed)
                .withSchedule(new Schedule.WarmUp(Math.clamp(steps / 4, 1, 100), new Schedule.Linear(2e-3, steps)))
                .withClipNorm(1)
                .withEvaluation(Math.max(1, steps / 50), 0)
                .withMemory(Memory.STORED);
        Initialisation.run(model, engine, data.batches(seed), BATCH, seed);
        List<Progress> history = new ArrayList<>();
        new Trainer(model, plan, engine)
                .onProgress(p -> {
                    history.add(p);
                    onProgress.accept(p);
                })
                .fit(data.batches(seed));
        Mean nats;
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, SAMPLES, seed)) {
            nats = Mean.of(evaluator.scores(test));
        }
        return new Trained(entry, model, List.copyOf(history), nats.times(model.bitsPerDim(1)));
    }

    private void draw(List<Trained> models, Images data) throws IOException {
        ImageGrid.of(data.slice(0, SHOWN)).write(out.resolve("data.png"));
        List<CurvePlot.Series> curves = new ArrayList<>();
        for (Trained t : models) {
            Rows drawn = Sampler.draw(t.model, engines.parallel(), SHOWN, 1, seed);
            SampleGrid.write(drawn, t.model, out.resolve(t.entry.file + ".png"));
            new ModelFile(t.model, List.of(), Map.of("data", DATA)).save(out.resolve(t.entry.file + ".safetensors"));
            curves.add(TrainingCurve.series(t.entry.name, t.history, Progress::trainBound));
        }
        new CurvePlot("Digits: the bound while training", "step", "nats per image", curves, List.of())
                .write(out.resolve("curves.png"));
    }
}
