package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.demo.DemoRecipe;
import io.github.vflow.cli.demo.DemoRun;
import io.github.vflow.cli.demo.ImageDemo;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.training.ParallelTrainings;
import io.github.vflow.image.plot.CurvePlot;
import io.github.vflow.image.plot.Figure;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.Panel;
import io.github.vflow.nn.io.AtomicFile;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The toy experiment of the paper. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Train a Glow and a VFlow of equal steps on the paper's checkerboard, and compare them.",
            "",
            "Prints the log-likelihood of both on 1,000 test points (the VFlow's by 100 importance samples) beside the"
                    + " paper's figures and the bound that no model can pass; writes pictures of the densities, the"
                    + " training curves, both models and the numbers as JSON."
        },
        footer = {"", "Examples:", "  vflow demo --steps 20000 --out quick", "  vflow demo --images --out digits"})
public final class Demo implements Callable<Integer> {
    private static final int CELLS = 200;
    private static final double VIEW = 4.5;
    private static final long STEPS = 100_000;
    private static final long IMAGE_STEPS = 600;

    private long steps;

    @Mixin
    private Console console;

    @Mixin
    private EngineOptions engines;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Iterations of each model. Default: 100000, as in the paper; with --images 600.")
    private @Nullable Long givenSteps;

    @Option(
            names = "--images",
            description = "Train a Flow++ and a VFlow of equally many parameters on handwritten digits instead.")
    private boolean images;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--out",
            defaultValue = "vflow-demo",
            paramLabel = "DIR",
            description = "Where the files go; made if missing. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        steps = givenSteps != null ? givenSteps : images ? IMAGE_STEPS : STEPS;
        console.require(steps >= 1, "--steps must be at least 1 but is %d", steps);
        Files.createDirectories(out);
        if (images) {
            return new ImageDemo(console, engines, steps, seed, out).run();
        }
        console.note("%s; %,d iterations, batch %d", engines.narrow().description(), steps, DemoRecipe.BATCH);
        List<DemoRun> runs = train();
        table(runs);
        draw(runs);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("steps", steps);
        object.put("seed", seed);
        object.put("bound", DemoRun.bound());
        object.put("directory", out.toString());
        object.put("models", runs.stream().map(DemoRun::object).toList());
        write("results.json", new JsonMapper().writeValueAsString(object));
        console.say("");
        console.say(
                "%s",
                "In " + out
                        + ": densities.png, curves.png, results.json and the models glow.safetensors, vflow.safetensors");
        console.result(object);
        return 0;
    }

    /** Both at once where there are two threads: each trains on one. */
    private List<DemoRun> train() throws Exception {
        List<DemoRecipe.Entry> entries = DemoRecipe.entries();
        List<String> names =
                entries.stream().map(e -> e.name().replaceAll(",.*", "")).toList();
        List<ParallelTrainings.Training<DemoRun>> trainings = new ArrayList<>();
        for (DemoRecipe.Entry entry : entries) {
            trainings.add(onProgress -> DemoRun.of(entry, engines.narrow(), 1, steps, seed, onProgress));
        }
        return ParallelTrainings.train(console, engines.threads(), steps, names, trainings);
    }

    private void table(List<DemoRun> runs) {
        console.say(
                "%-22s %10s   %-20s %-14s %8s %9s", "model", "parameters", "log-likelihood", "paper", "time", "a step");
        for (DemoRun r : runs) {
            console.say(
                    "%-22s %,10d   %-20s %-14s %8s %6.0f µs",
                    r.entry().name(),
                    r.model().parameters().size(),
                    r.test(),
                    r.entry().paper(),
                    Text.duration(r.seconds()),
                    r.microsPerStep());
        }
        console.say("%-22s %10s   %-20s", "no model can exceed", "", Text.nats(DemoRun.bound()) + "  (−ln 32)");
        console.say("%s", "Nats per point, mean ± standard error over " + DemoRecipe.TEST + " test points.");
    }

    private void draw(List<DemoRun> runs) throws IOException {
        Grid grid = Grid.square(VIEW, CELLS);
        Engine engine = engines.narrow();
        List<Panel> panels = new ArrayList<>(List.of(DemoRun.truth(grid)));
        runs.forEach(r -> panels.add(r.density(grid, engine, engines.threads())));
        // the data's own density, with some room: a few overshooting spots must not darken the rest
        Figure.of(panels).withDensityMax(1.5 * Math.exp(DemoRun.bound())).write(out.resolve("densities.png"));
        new CurvePlot(
                        "Checkerboard: the bound while training",
                        "step",
                        "nats per point",
                        runs.stream().map(DemoRun::curve).toList(),
                        List.of(new CurvePlot.Reference("bound −ln 32", DemoRun.bound())))
                .write(out.resolve("curves.png"));
        runs.get(0).modelFile().save(out.resolve("glow.safetensors"));
        runs.get(1).modelFile().save(out.resolve("vflow.safetensors"));
    }

    private void write(String name, String text) throws IOException {
        AtomicFile.write(out.resolve(name), o -> o.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
