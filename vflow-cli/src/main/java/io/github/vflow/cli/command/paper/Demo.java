package io.github.vflow.cli.command.paper;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.demo.ImageDemo;
import io.github.vflow.cli.demo.ToyDemo;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.usage.Range;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code demo}. */
@Command(
        name = "demo",
        description = {
            "Train a Glow and a VFlow of equal steps on the paper's checkerboard, and compare them.",
            "",
            "Prints the log-likelihood of both on 1,000 test points (the VFlow's by 100 importance samples) and the"
                    + " bound that no model can exceed; writes a picture of the densities, both"
                    + " models and the numbers as JSON."
        },
        footer = {"", "Examples:", "  vflow demo --steps 20000 --out quick", "  vflow demo --images --out digits"},
        exitCodeList = {"0:the model is written", "1:nothing can be written", "2:usage"})
public final class Demo implements Callable<Integer> {
    private static final long STEPS = 100_000;
    private static final long IMAGE_STEPS = 600;

    @Mixin
    private Console console;

    @Mixin
    private EngineOptions engines;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Iterations of each model. Default: 100000, as in the paper; with --images 600.")
    @Range(least = 1)
    private @Nullable Long steps;

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
            description = "The folder for all files; created if missing. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Override
    public Integer call() throws Exception {
        long n = steps != null ? steps : images ? IMAGE_STEPS : STEPS;
        Files.createDirectories(out);
        if (images) {
            new ImageDemo(console, engines, n, seed, out).run();
        } else {
            new ToyDemo(console, engines, n, seed, out).run();
        }
        return CommandLine.ExitCode.OK;
    }
}
