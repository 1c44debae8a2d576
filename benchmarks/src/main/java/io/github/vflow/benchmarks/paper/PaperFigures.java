package io.github.vflow.benchmarks.paper;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.paper.images.Table2;
import io.github.vflow.image.plot.ImageGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Makes figures of the paper: on the toy density (VFlow paper, Sec. 5), and on small images (Sec. 6.2). */
@CommandLine.Command(
        name = "paper",
        mixinStandardHelpOptions = true,
        description =
                "Makes figures of the paper on the toy density, and Table 2 and the curves of Figure 6 on Fashion-MNIST."
                        + " What the folder has is not trained again.")
public final class PaperFigures implements Callable<Integer> {
    /** Figures by the words of the argument. */
    enum Word {
        FIGURE2,
        FIGURE3,
        FIGURE4,
        TABLE2
    }

    /** Parts of Figure 3 by the words of the option. */
    enum Part {
        LARGE,
        RATES,
        PUBLISHED
    }

    @CommandLine.Parameters(paramLabel = "FIGURE", description = "One of ${COMPLETION-CANDIDATES}.")
    private @Nullable Word figure;

    @CommandLine.Option(names = "--out", description = "The folder of results and pictures. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("paper-figures");

    @CommandLine.Option(
            names = "--workers",
            description = "Of Figures 3 and 4: trainings side by side, each on one thread. Default: ${DEFAULT-VALUE}.")
    private int workers = 1;

    @CommandLine.Option(
            names = "--parts",
            split = ",",
            description =
                    "Of Figures 2 and 3, in this order, of ${COMPLETION-CANDIDATES}: batches of 1,024, half and double"
                            + " the learning rates, batches of 64 as published. Default: ${DEFAULT-VALUE}.")
    private List<Part> parts = List.of(Part.values());

    @CommandLine.Option(names = "--dimensions", split = ",", description = "Only these of Figure 3. Default: all.")
    private List<Integer> dimensions = ToyGrid.PUBLISHED.dimensions();

    @CommandLine.Option(names = "--steps", split = ",", description = "Only these of Figure 3. Default: all.")
    private List<Integer> steps = ToyGrid.PUBLISHED.steps();

    @CommandLine.Option(
            names = "--seeds",
            split = ",",
            description = "Only these. Default: 1 to 5 of the figures, 1 to 3 of Table 2.")
    private @Nullable List<Long> seeds;

    @CommandLine.Option(
            names = "--iterations",
            description = "Of every training, for a quick look. Default: 100,000 of 64 rows, 25,000 of 1,024.")
    private @Nullable Long iterations;

    @CommandLine.Option(names = "--draw", description = "Trains nothing for Figure 3: prints what the folder has.")
    private boolean onlyDraw;

    @CommandLine.Mixin
    private Table2 table2 = new Table2();

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
        switch (Objects.requireNonNull(figure)) {
            case FIGURE2 -> figure2();
            case FIGURE3 -> figure3();
            case FIGURE4 -> figure4();
            case TABLE2 -> table2.run(out, seeds);
        }
        return 0;
    }

    private List<Long> seeds() {
        return seeds == null ? ToyGrid.PUBLISHED.seeds() : seeds;
    }

    private ToyModels models() {
        return new ToyModels(out.resolve("models"));
    }

    private void figure2() throws IOException {
        for (Setting setting : settings()) {
            write(Figure2.of(models(), setting, seeds().getFirst()), "figure2-batch-" + setting.batch());
        }
    }

    private void figure3() throws IOException, InterruptedException {
        ToyResultFile file = new ToyResultFile(out.resolve("figure3.csv"));
        new ToySession(file, workers).run(onlyDraw ? List.of() : runs(), System.err::println);
        Figure3 all = new Figure3(file.read());
        for (Setting setting : settings()) {
            Figure3 part = all.with(setting);
            System.out.println(setting + "\n\n" + part.table() + "\n\n" + part.wins() + "\n");
        }
        List<Setting> both = List.of(setting(Setting.PUBLISHED), setting(Setting.LARGE_BATCH));
        System.out.println(new RateTable(all.results(), both).text());
    }

    private void figure4() throws IOException, InterruptedException {
        ToyResultFile file = new ToyResultFile(out.resolve("figure4.csv"));
        Setting setting = setting(Setting.PUBLISHED);
        List<ToyRun> glows = new ToyGrid(List.of(2), List.of(2), seeds()).runs(setting);
        List<ToyRun> vflows = new ToyGrid(List.of(3), List.of(2), seeds()).runs(setting);
        new ToySession(file, workers)
                .run(Stream.concat(glows.stream(), vflows.stream()).toList(), System.err::println);
        ToyResult glow = Seeds.best(file.read(), glows);
        write(Figure4.glow(models().of(glow.run())), "figure4-glow");
        ToyResult vflow = Seeds.best(file.read(), vflows);
        write(Figure4.vflow(models().of(vflow.run())), "figure4-vflow");
    }

    private void write(ImageGrid picture, String name) throws IOException {
        Path file = out.resolve(name + ".png");
        picture.write(file);
        System.err.println("wrote " + file);
    }

    /** Those of the pictures that are asked for. */
    private List<Setting> settings() {
        List<Setting> all = new ArrayList<>();
        if (parts.contains(Part.PUBLISHED)) {
            all.add(setting(Setting.PUBLISHED));
        }
        if (parts.contains(Part.LARGE)) {
            all.add(setting(Setting.LARGE_BATCH));
        }
        return all;
    }

    private List<ToyRun> runs() {
        ToyGrid chosen = new ToyGrid(dimensions, steps, seeds());
        List<ToyRun> runs = new ArrayList<>();
        for (Part part : parts) {
            runs.addAll(
                    switch (part) {
                        case LARGE -> chosen.within(ToyGrid.CORNERS).runs(setting(Setting.LARGE_BATCH));
                        case PUBLISHED -> chosen.within(ToyGrid.PUBLISHED).runs(setting(Setting.PUBLISHED));
                        case RATES -> {
                            ToyGrid few = chosen.within(ToyGrid.OF_RATES);
                            List<ToyRun> both = new ArrayList<>(few.runsOfRates(setting(Setting.PUBLISHED)));
                            both.addAll(few.runsOfRates(setting(Setting.LARGE_BATCH)));
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
