package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.RandomSpecs;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A score is a function of the model and the row: it has the same bits alone, in a batch, shuffled, and on any number of threads. */
final class SameBitsTest {
    private static final int MANY = 1_000;

    private static void assertSameBits(Spec spec, double[] cells, int samples, long seed) {
        Model model = Models.of(spec, seed);
        Eval.randomise(model.parameters(), 0.3, new SplittableRandom(seed));
        Rows rows = Rows.of(cells, model.width());
        int[] shuffled = shuffled(rows.size(), seed);
        String what = spec + ", seed " + seed;
        try (Evaluator evaluator = Evaluator.ofScores(model, Engines.vector(1), samples, seed);
                Evaluator other = Evaluator.ofScores(model, Engines.vector(2), samples, seed)) {
            double[] all = evaluator.scores(rows);
            assertArrayEquals(all, other.threads(2).scores(rows), what + ": two threads");
            double[] inAnotherOrder = evaluator.scores(rows.select(shuffled));
            for (int i = 0; i < shuffled.length; i++) {
                assertEquals(all[shuffled[i]], inAnotherOrder[i], what + ": shuffled, row " + shuffled[i]);
            }
            for (int i = 0; i < Math.min(20, rows.size()); i++) {
                assertEquals(all[i], evaluator.score(rows.copyRow(i)), what + ": alone, row " + i);
                assertEquals(all[i], other.score(rows.copyRow(i)), what + ": alone on two threads, row " + i);
            }
        }
    }

    private static int[] shuffled(int n, long seed) {
        int[] order = IntStream.range(0, n).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** Wide ones too, whose products and sums are long enough to be cut. */
    @Test
    void plainFlowsAndVFlows() {
        for (RowSpec spec : List.of(
                RowSpec.of(2, 0, 3),
                RowSpec.of(2, 8, 2),
                RowSpec.of(100, 0, 1).withConditioner(List.of(1024), Activation.RELU),
                RowSpec.of(300, 4, 1).withConditioner(List.of(16, 1, 512), Activation.TANH))) {
            double[] cells = Eval.normal(MANY * spec.features(), 1, new SplittableRandom(1));
            assertSameBits(spec, cells, 3, 1);
        }
    }

    @Property(tries = 20)
    void anyModelOfRows(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomSpecs specs = new RandomSpecs(random);
        RowSpec spec = specs.rows();
        assertSameBits(spec, specs.cells(spec, 300), random.nextInt(1, 40), seed);
    }

    @Property(tries = 10)
    void anyModelOfImages(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ImageSpec spec = new RandomSpecs(random).images().withClasses(0);
        double[] cells = Arrays.copyOf(ImageSpecs.pixels(spec, 40, random), 40 * spec.dimensions());
        assertSameBits(spec, cells, random.nextInt(1, 4), seed);
    }
}
