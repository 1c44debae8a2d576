package io.github.vflow.cli.demo;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Json;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An experiment of the demo: models that are trained on the same data for equally many steps, and tested on the same rows.
 *
 * @param batches the data, from their start
 * @param test the mean log-likelihood of a model on the test rows
 * @param out the folder of all files
 */
record Experiment(
        Console console,
        EngineOptions engines,
        TrainingPlan plan,
        Supplier<BatchSource> batches,
        Function<Model, Mean> test,
        Path out) {
    /**
     * A model of an experiment.
     *
     * @param file its name without an ending
     */
    record Entry(String name, String file, Spec.Flow spec) {}

    /** A trained model, and its mean on the test rows. */
    record Trained(Entry entry, Model model, List<Trainer.Progress> history, Mean test) {
        int parameters() {
            return model.parameters().size();
        }

        double seconds() {
            return history.getLast().seconds();
        }
    }

    /** Trains and tests all models, each on one thread, in parallel if there are threads. Saves them. */
    List<Trained> run(List<Entry> entries, List<String> columns, String data) throws Exception {
        int n = entries.size();
        long[] done = new long[n];
        String[] words = new String[n];
        Arrays.fill(words, "…");
        console.note(
                "%s; %,d iterations, batch %d", engines.sequential().description(), plan.steps(), plan.batchSize());
        List<Trained> all = new ArrayList<>();
        try (ProgressMeter meter = new ProgressMeter(console, "Training", 0, plan.steps() * n);
                ExecutorService pool = Executors.newFixedThreadPool(Math.min(engines.threads(), n))) {
            List<Future<Trained>> futures = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int me = i;
                Entry entry = entries.get(i);
                String brief = entry.name.replaceAll(",.*", "");
                futures.add(pool.submit(() -> train(entry, p -> {
                    synchronized (done) {
                        done[me] = p.step();
                        words[me] = brief + " " + Text.nats(p.trainBound());
                        meter.at(Arrays.stream(done).sum(), String.join(", ", words));
                    }
                })));
            }
            for (Future<Trained> f : futures) {
                all.add(f.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        for (Trained t : all) {
            new ModelFile(t.model, columns, Map.of("data", data)).save(out.resolve(t.entry.file + ".safetensors"));
        }
        return all;
    }

    private Trained train(Entry entry, Consumer<Trainer.Progress> onProgress) {
        Engine engine = engines.sequential();
        FlowModel model = Models.of(entry.spec, plan.seed());
        BatchSource source = batches.get();
        Trainer.initialise(model, engine, source, plan.batchSize(), plan.seed());
        List<Trainer.Progress> history = new ArrayList<>();
        new Trainer(model, plan, engine)
                .onProgress(p -> {
                    history.add(p);
                    onProgress.accept(p);
                })
                .fit(source);
        return new Trained(entry, model, List.copyOf(history), test.apply(model));
    }

    /** Writes the result to {@code results.json}, and prints it. */
    void report(Facts result) throws IOException {
        Json.write(result, out.resolve("results.json"));
        console.report(result);
    }
}
