package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.image.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of the command that makes Table 2 and the curves of Figure 6 of the paper on Fashion-MNIST. */
public final class Table2 {
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    @Option(names = "--data", description = "Of Table 2: the folder of Fashion-MNIST. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("/usr/share/datasets/fashion-mnist");

    @Option(names = "--side", description = "Of Table 2: the pixels of a side, 8 or 16. Default: ${DEFAULT-VALUE}.")
    private int side = 8;

    @Option(
            names = "--augment",
            split = ",",
            description = "Of Table 2: augmented channels of the models. Default: ${DEFAULT-VALUE}.")
    private List<Integer> augment = List.of(0, 1, 2);

    @Option(names = "--filters", description = "Of Table 2: the filters of all models. Default: ${DEFAULT-VALUE}.")
    private int filters = 8;

    @Option(
            names = "--flowpp-blocks",
            description =
                    "Of Table 2: the blocks of the Flow++, whose parameters are the budget. Default: ${DEFAULT-VALUE}.")
    private int budget = 6;

    @Option(
            names = "--blocks",
            description = "Of Table 2: the blocks of all models. Default: as many as make the parameters equal.")
    private @Nullable Integer blocks;

    @Option(
            names = "--epochs",
            description = "Of Table 2: passes over the images, an even number. Default: ${DEFAULT-VALUE}.")
    private int epochs = 30;

    @Option(
            names = "--samples",
            split = ",",
            description = "Of Table 2: importance samples of a test image. Default: ${DEFAULT-VALUE}.")
    private List<Integer> samples = List.of(64, 256, 1024);

    @Option(
            names = "--test-images",
            description = "Of Table 2: so many of the first test images are scored. Default: ${DEFAULT-VALUE}.")
    private int testImages = 500;

    /**
     * Trains and scores what the folder does not have, prints the table and draws the curves.
     *
     * @param out the folder of results
     * @param seeds of each model; null for 1, 2 and 3
     */
    public void run(Path out, @Nullable List<Long> seeds) throws IOException {
        if (epochs < ImageTraining.EVERY || epochs % ImageTraining.EVERY != 0) {
            throw new IllegalArgumentException(
                    "--epochs must be a positive multiple of " + ImageTraining.EVERY + " but is " + epochs);
        }
        if (samples.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException("--samples must be at least 1 but are " + samples);
        }
        List<ImageRun> runs = runs(seeds == null ? SEEDS : seeds);
        FashionMnist images = FashionMnist.read(data, side);
        Images test = images.test().slice(0, testImages);
        ImageTraining training = new ImageTraining(images, out.resolve("models"));
        List<ImageResult> trained = new ImageSession(new ImageResultFile(out.resolve("table2.csv")), training)
                .run(runs, System.err::println);
        ImageScoring scoring = new ImageScoring(new ImageScoreFile(out.resolve("table2-scores.csv")), training, test);
        ImageTable table = new ImageTable(
                trained, scoring.run(trained.stream().map(ImageResult::run).toList(), samples, System.err::println));
        System.out.println(table.models() + "\n\n" + table.differences());
    }

    private List<ImageRun> runs(List<Long> seeds) {
        Stream<ImageRun> equal = new BudgetGrid(side, filters, budget, augment, epochs, seeds).runs().stream();
        Integer same = blocks;
        return (same == null ? equal : equal.map(r -> r.withBlocks(same))).toList();
    }
}
