package io.github.vflow.benchmarks.paper;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Makes the figures of the paper on the toy density (VFlow paper, Sec. 5). */
@CommandLine.Command(
        name = "paper",
        mixinStandardHelpOptions = true,
        description = "Makes the figures of the paper on the toy density. What the folder has is not trained again.")
public final class PaperFigures implements Callable<Integer> {
    /** Figures by the words of the argument. */
    enum Word {
        FIGURE3
    }

    /** Parts of Figure 3 by the words of the option. */
    enum Part {
        LARGE,
        RATES,
        PUBLISHED
    }

    @CommandLine.Parameters(paramLabel = "FIGURE", description = "One of ${COMPLETION-CANDIDATES}.")
    private Word figure = Word.FIGURE3;

    @CommandLine.Option(names = "--out", description = "The folder of results and pictures. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("paper-figures");

    @CommandLine.Option(
            names = "--workers",
            description = "Trainings side by side, each on one thread. Default: ${DEFAULT-VALUE}.")
    private int workers = 1;

    @CommandLine.Option(
            names = "--parts",
            split = ",",
            description =
                    "Of Figure 3, in this order, of ${COMPLETION-CANDIDATES}: batches of 1,024, half and double the"
                            + " learning rates, batches of 64 as published. Default: ${DEFAULT-VALUE}.")
    private List<Part> parts = List.of(Part.values());

    @CommandLine.Option(names = "--dimensions", split = ",", description = "Only these of Figure 3. Default: all.")
    private List<Integer> dimensions = ToyGrid.PUBLISHED.dimensions();

    @CommandLine.Option(names = "--steps", split = ",", description = "Only these of Figure 3. Default: all.")
    private List<Integer> steps = ToyGrid.PUBLISHED.steps();

    @CommandLine.Option(names = "--seeds", split = ",", description = "Only these. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds = ToyGrid.PUBLISHED.seeds();

    @CommandLine.Option(
            names = "--iterations",
            description = "Of every training, for a quick look. Default: 100,000 of 64 rows, 25,000 of 1,024.")
    private @Nullable Long iterations;

    private PaperFigures() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new PaperFigures(), args);
    }

    /** The command, which prints exceptions in a line. */
    static CommandLine command() {
        return BenchmarkCommand.of(new PaperFigures());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        switch (figure) {
            case FIGURE3 -> figure3();
        }
        return 0;
    }

    private void figure3() throws IOException, InterruptedException {
        ToyResultFile file = new ToyResultFile(out.resolve("figure3.csv"));
        new ToySession(file, workers).run(runs(), System.err::println);
    }

    private List<ToyRun> runs() {
        ToyGrid chosen = new ToyGrid(dimensions, steps, seeds);
        List<ToyRun> runs = new ArrayList<>();
        for (Part part : parts) {
            runs.addAll(
                    switch (part) {
                        case LARGE -> chosen.within(ToyGrid.CORNERS).runs(setting(Setting.LARGE_BATCH));
                        case PUBLISHED -> chosen.within(ToyGrid.PUBLISHED).runs(setting(Setting.PUBLISHED));
                        case RATES -> {
                            ToyGrid few = chosen.within(ToyGrid.OF_RATES);
                            List<ToyRun> both = new ArrayList<>(few.runsOfRates(setting(Setting.LARGE_BATCH)));
                            both.addAll(few.runsOfRates(setting(Setting.PUBLISHED)));
                            yield both;
                        }
                    });
        }
        return runs;
    }

    private Setting setting(Setting usual) {
        return iterations == null ? usual : usual.withIterations(iterations);
    }
}
