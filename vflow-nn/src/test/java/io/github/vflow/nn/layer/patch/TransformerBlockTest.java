package io.github.vflow.nn.layer.patch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.testkit.Approx;
import io.github.vflow.nn.testkit.Eval;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A causal block sees earlier positions alone, in one pass and position by position. */
final class TransformerBlockTest {
    private static final long SEED = Seeds.of("TransformerBlockTest");
    private static final int B = 2;
    private static final int T = 5;
    private static final int F = 6;
    private static final Shape SEQUENCES = Shape.of(B, T, F);

    private final Parameters parameters = new Parameters();
    private final TransformerBlock block =
            TransformerBlock.of(parameters.scope().in("block"), F, 2);
    private final double[] x = Eval.normal(SEQUENCES.size(), 1, new SplittableRandom(SEED));

    @BeforeEach
    void drawWeights() {
        parameters.initialise(SEED);
    }

    private double[] pass(double[] at, boolean causal) {
        return Eval.of(parameters, SEQUENCES, at, in -> block.apply(in, causal));
    }

    @Test
    void aPositionMovesItselfAndLaterOnesAlone() {
        double[] before = pass(x, true);
        for (int k = 0; k < T; k++) {
            double[] moved = x.clone();
            moved[k * F] += 1;
            double[] after = pass(moved, true);
            String what = "position " + k + ", seed " + SEED;
            assertArrayEquals(Arrays.copyOf(before, k * F), Arrays.copyOf(after, k * F), what);
            for (int i = k * F; i < T * F; i++) {
                assertNotEquals(before[i], after[i], what + ", number " + i);
            }
            int other = T * F;
            assertArrayEquals(
                    Arrays.copyOfRange(before, other, B * other), Arrays.copyOfRange(after, other, B * other), what);
        }
    }

    @Test
    void withoutAnOrderEachPositionMovesAll() {
        double[] before = pass(x, false);
        double[] moved = x.clone();
        moved[(T - 1) * F] += 1;
        double[] after = pass(moved, false);
        for (int i = 0; i < T * F; i++) {
            assertNotEquals(before[i], after[i], "number " + i + ", seed " + SEED);
        }
    }

    @Test
    void theWalkFromPositionToPositionMakesTheResultOfOnePass() {
        double[] walk = Eval.of(parameters, SEQUENCES, x, in -> {
            List<Tensor> results = new ArrayList<>();
            Optional<TransformerBlock.Past> past = Optional.empty();
            for (int k = 0; k < T; k++) {
                TransformerBlock.Next next = block.next(in.slice(1, k, k + 1), past);
                results.add(next.value());
                past = Optional.of(next.past());
            }
            return Tensor.concat(1, results.toArray(Tensor[]::new));
        });
        Approx.assertClose("walk, seed " + SEED, pass(x, true), walk, Approx.DEEP);
    }

    @Test
    void theLastPositionSeesAllSoTheOrderDoesNotMatterToIt() {
        double[] causal = pass(x, true);
        double[] all = pass(x, false);
        for (int b = 0; b < B; b++) {
            int from = (b * T + T - 1) * F;
            Approx.assertClose(
                    "sequence " + b + ", seed " + SEED,
                    Arrays.copyOfRange(all, from, from + F),
                    Arrays.copyOfRange(causal, from, from + F),
                    Approx.DEEP);
        }
    }
}
