package io.github.vflow.benchmarks.paper.images;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.vflow.benchmarks.results.Remaining;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Pixels;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import java.util.List;

/**
 * One training of Table 2. Its bits depend on these numbers and the images alone.
 *
 * @param side of the images, in pixels
 * @param augment channels of z; zero is Flow++, more is VFlow
 * @param blocks of each conditioner of p
 * @param epochs passes over the training images
 * @param seed of parameters, order and noise
 * @param filters F of all conditioners and contexts, the same for all models as in the paper
 */
record ImageRun(int side, int augment, int blocks, int epochs, long seed, int filters) {
    /** The columns of a CSV file that name a training. */
    static final List<String> COLUMNS = List.of("side", "augment", "blocks", "epochs", "seed", "filters");

    private static final int LOGISTICS = 2;
    private static final int LEVELS = 256;

    /** p works on a quarter of the positions: two steps between channels, two between columns. */
    private static final List<Stage> LAYOUT =
            List.of(Stage.of(Kind.SQUEEZE), new Stage(Kind.CHANNELS, 2), new Stage(Kind.COLUMNS, 2));

    /** r and q: two steps with a block each, whose context is a convolution. */
    private ConditionalSpec conditional() {
        return new ConditionalSpec(2, true, 1, 0, new ConditionalSpec.Context(filters, 0, false, 0));
    }

    ImageSpec spec() {
        ConditionalSpec conditional = conditional();
        return new ImageSpec(
                new Pixels(side, side, 1, LEVELS),
                augment,
                0,
                LAYOUT,
                new CouplingSpec(CouplingSpec.Kind.MIXTURE, LOGISTICS),
                new NetSpec(filters, blocks, 0, 0),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, conditional),
                new ImagePosteriorSpec(augment == 0 ? ImagePosteriorKind.PRIOR : ImagePosteriorKind.FLOW, conditional));
    }

    ImageRun withBlocks(int number) {
        return new ImageRun(side, augment, number, epochs, seed, filters);
    }

    /** The parameters of p, q and r. */
    int parameters() {
        return Models.of(spec(), seed).parameters().size();
    }

    /** The model in words. */
    String model() {
        return augment == 0 ? "1-channel Flow++" : (1 + augment) + "-channel VFlow";
    }

    /** The work of some epochs. */
    Remaining.Job work(int some) {
        return new Remaining.Job(model(), (double) some * side * side);
    }

    List<String> fields() {
        return List.of(
                String.valueOf(side),
                String.valueOf(augment),
                String.valueOf(blocks),
                String.valueOf(epochs),
                String.valueOf(seed),
                String.valueOf(filters));
    }

    static ImageRun of(NamedCsvRecord line) {
        return new ImageRun(
                Integer.parseInt(line.getField("side")),
                Integer.parseInt(line.getField("augment")),
                Integer.parseInt(line.getField("blocks")),
                Integer.parseInt(line.getField("epochs")),
                Long.parseLong(line.getField("seed")),
                Integer.parseInt(line.getField("filters")));
    }

    @Override
    public String toString() {
        return model() + ", " + side + "×" + side + ", " + blocks + " blocks of " + filters + " filters, " + epochs
                + " epochs, seed " + seed;
    }
}
