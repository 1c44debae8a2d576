package io.github.vflow.cli.demo;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Json;
import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.training.ParallelTrainings;
import io.github.vflow.image.plot.CurvePlot;
import io.github.vflow.image.plot.Figure;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.Panel;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The toy experiment of the paper (Sec. 5): a Glow and a VFlow of equally many steps on the checkerboard. */
public record ToyDemo(Console console, EngineOptions engines, long steps, long seed, Path out) {
    private static final int CELLS = 200;
    private static final double VIEW = 4.5;

    /** Trains and tests both models, writes all files, and prints the result. */
    public void run() throws Exception {
        console.note("%s; %,d iterations, batch %d", engines.sequential().description(), steps, ToyRecipe.BATCH);
        List<ToyRun> runs = train();
        Comparison result = new Comparison(
                steps, seed, ToyRun.bound(), out, runs.stream().map(Row::of).toList());
        draw(runs);
        Json.write(result, out.resolve("results.json"));
        console.report(result);
    }

    /**
     * The result of the demo.
     *
     * @param bound the mean log-likelihood that no model exceeds, in nats
     * @param directory of all files
     */
    record Comparison(long steps, long seed, double bound, Path directory, List<Row> models) implements Result {
        @Override
        public String text() {
            StringJoiner lines = new StringJoiner("\n");
            lines.add(Text.format(
                    "%-22s %10s   %-20s %8s %9s", "model", "parameters", "log-likelihood", "time", "a step"));
            models.forEach(row -> lines.add(row.text()));
            lines.add(Text.format("%-22s %10s   %-20s", "no model can exceed", "", Text.nats(bound) + "  (−ln 32)"));
            lines.add("Nats per point, mean ± standard error over " + ToyRecipe.TEST + " test points.");
            lines.add("");
            lines.add("In " + directory
                    + ": densities.png, curves.png, results.json and the models glow.safetensors, vflow.safetensors");
            return lines.toString();
        }
    }

    /**
     * The result of one model.
     *
     * @param logLikelihood mean over the test points, in nats
     * @param standardError of the mean
     * @param seconds of its training
     */
    record Row(
            String model,
            int parameters,
            double logLikelihood,
            double standardError,
            double seconds,
            double microsPerStep) {
        private static Row of(ToyRun r) {
            return new Row(
                    r.entry().name(),
                    r.model().parameters().size(),
                    r.test().value(),
                    r.test().standardError(),
                    r.seconds(),
                    r.microsPerStep());
        }

        private String text() {
            return Text.format(
                    "%-22s %,10d   %-20s %8s %6.0f µs",
                    model, parameters, Text.nats(logLikelihood, standardError), Text.duration(seconds), microsPerStep);
        }
    }

    /** Trains both models in parallel, each on one thread, if there are two threads. */
    private List<ToyRun> train() throws Exception {
        List<ToyRecipe.Entry> entries = ToyRecipe.entries();
        List<String> names =
                entries.stream().map(e -> e.name().replaceAll(",.*", "")).toList();
        List<ParallelTrainings.Training<ToyRun>> trainings = new ArrayList<>();
        for (ToyRecipe.Entry entry : entries) {
            trainings.add(onProgress -> ToyRun.of(entry, engines.sequential(), 1, steps, seed, onProgress));
        }
        return ParallelTrainings.train(console, engines.threads(), steps, names, trainings);
    }

    private void draw(List<ToyRun> runs) throws IOException {
        Grid grid = Grid.square(VIEW, CELLS);
        Engine engine = engines.sequential();
        List<Panel> panels = new ArrayList<>(List.of(ToyRun.truth(grid)));
        runs.forEach(r -> panels.add(r.density(grid, engine, engines.threads())));
        // The scale ends at 1.5 times the density of the data: a few spots beyond it must not darken the rest.
        Figure.of(panels).withDensityMax(1.5 * Math.exp(ToyRun.bound())).write(out.resolve("densities.png"));
        new CurvePlot(
                        "Checkerboard: the bound while training",
                        "step",
                        "nats per point",
                        runs.stream().map(ToyRun::curve).toList(),
                        List.of(new CurvePlot.Reference("bound −ln 32", ToyRun.bound())))
                .write(out.resolve("curves.png"));
        runs.get(0).modelFile().save(out.resolve("glow.safetensors"));
        runs.get(1).modelFile().save(out.resolve("vflow.safetensors"));
    }
}
