package io.github.vflow.cli.demo;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Mean;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.model.Likelihood;
import io.github.vflow.cli.model.SampleGrid;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.training.ParallelTrainings;
import io.github.vflow.cli.training.TrainingCurve;
import io.github.vflow.flow.ImagePresets;
import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.ImageVFlow;
import io.github.vflow.flow.Samples;
import io.github.vflow.flow.bound.ImportanceEstimate;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.Initialisation;
import io.github.vflow.flow.train.PlanSpec;
import io.github.vflow.flow.train.Progress;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.image.Images;
import io.github.vflow.image.plot.CurvePlot;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.nn.io.AtomicFile;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

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

    private record Trained(Entry entry, ImageVFlow model, List<Progress> history, Mean bits) {
        double seconds() {
            return history.getLast().seconds();
        }
    }

    private static final List<Entry> ENTRIES =
            List.of(new Entry("Flow++", "flowpp", 0, 17), new Entry("VFlow, 1 channel more", "vflow", 1, 12));

    public int run() throws Exception {
        ImageTrainingData data = ImageTrainingData.named(DATA, 0, 0, 0, seed);
        Rows test = ImageTrainingData.read("digits-test", 0, 0).rows();
        console.note("%s; %,d iterations, batch %d", engines.narrow().description(), steps, BATCH);
        List<Trained> models = train(data, test);
        console.say("%-22s %10s   %-20s %8s", "model", "parameters", "bits per dimension", "time");
        for (Trained t : models) {
            console.say(
                    "%-22s %,10d   %-20s %8s",
                    t.entry.name, t.model.parameters().size(), t.bits, Text.duration(t.seconds()));
        }
        console.say(
                "%s",
                "Mean ± standard error over " + test.size() + " test digits, by " + SAMPLES
                        + " importance samples; less is better.");
        write(models, data.train());
        console.say("");
        console.say("In %s: samples of both, the data, curves.png, results.json and both models", out);
        return 0;
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
        Engine engine = engines.narrow();
        ImageVFlow model = entry.spec(data.train()).build(seed);
        PlanSpec plan = new PlanSpec(
                steps,
                BATCH,
                2e-3,
                PlanSpec.Decay.LINEAR,
                Math.min(100, steps / 4),
                1,
                0,
                Math.max(1, steps / 50),
                0,
                seed,
                Memory.STORED,
                0,
                1);
        Initialisation.run(model, engine, data.batches(seed), BATCH, seed);
        List<Progress> history = new ArrayList<>();
        new Trainer(model, plan.plan(), engine)
                .onProgress(p -> {
                    history.add(p);
                    onProgress.accept(p);
                })
                .fit(data.batches(seed));
        ImportanceEstimate[] estimates = new Likelihood(model, engine, 1, SAMPLES, seed).estimates(test);
        Mean nats = Mean.of(Arrays.stream(estimates)
                .mapToDouble(ImportanceEstimate::logProb)
                .toArray());
        return new Trained(entry, model, List.copyOf(history), nats.toBitsPerDimension(model.features()));
    }

    private void write(List<Trained> models, Images data) throws IOException {
        ImageGrid.of(data.slice(0, SHOWN)).write(out.resolve("data.png"));
        List<CurvePlot.Series> curves = new ArrayList<>();
        List<Map<String, Object>> results = new ArrayList<>();
        for (Trained t : models) {
            Rows drawn = Samples.draw(t.model, engines.wide(), SHOWN, 1, seed);
            SampleGrid.write(drawn, t.model, out.resolve(t.entry.file + ".png"));
            new ModelFile(t.model, List.of(), Map.of("data", DATA)).save(out.resolve(t.entry.file + ".safetensors"));
            curves.add(TrainingCurve.series(t.entry.name, t.history, Progress::trainBound));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("model", t.entry.name);
            result.put("parameters", t.model.parameters().size());
            result.put("bits_per_dim", t.bits.value());
            result.put("standard_error", t.bits.standardError());
            result.put("seconds", t.seconds());
            results.add(result);
        }
        new CurvePlot("Digits: the bound while training", "step", "nats per image", curves, List.of())
                .write(out.resolve("curves.png"));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("steps", steps);
        object.put("seed", seed);
        object.put("directory", out.toString());
        object.put("models", results);
        byte[] json = new JsonMapper().writeValueAsString(object).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(out.resolve("results.json"), o -> o.write(json));
        console.result(object);
    }
}
