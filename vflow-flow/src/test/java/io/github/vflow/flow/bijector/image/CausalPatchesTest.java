package io.github.vflow.flow.bijector.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.patch.PatchNet;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a patch may depend on, in both orders; and the laws are in {@code BijectorLawsTest}. */
final class CausalPatchesTest {
    private static final long SEED = Seeds.of("CausalPatchesTest");
    private static final int B = 2;
    private static final int H = 2;
    private static final int W = 3;
    private static final int C = 4;
    private static final int PATCHES = H * W;
    private static final int CLASSES = 3;
    private static final Shape IMAGES = Shape.of(B, H, W, C);

    private final Parameters parameters = new Parameters();
    private final double[] x = Eval.normal(IMAGES.size(), 1, new SplittableRandom(SEED));
    private final double[] labels = {0, 1, 0, 1, 0, 0};

    static Stream<Transformer> transformers() {
        return Stream.of(new Affine(Affine.Scale.TANH), new LogisticMixture(2));
    }

    private PatchNet net(Transformer t) {
        PatchNet net = PatchNet.of(
                parameters.scope().in("net" + parameters.all().size()),
                H,
                W,
                C,
                C * t.parameters(),
                true,
                new PatchNet.Sizes(8, 2, 2, CLASSES),
                t.start(C));
        Eval.randomise(parameters, 0.2, new SplittableRandom(SEED));
        return net;
    }

    /** The results of f at an image and the labels. */
    private double[] of(Engine engine, double[] at, BiFunction<Tensor, Condition, Tensor> f) {
        Trace t = new Trace();
        Tensor image = t.batch("x", IMAGES);
        t.output("y", f.apply(image, Condition.ofRow(t.batch("labels", Shape.of(B, CLASSES)))));
        return Eval.of(engine, t, Map.of("x", at, "labels", labels, Parameters.INPUT, Eval.values(parameters)))
                .get("y");
    }

    /** Moves each patch alone: the numbers of no patch before it change, nor its own parameters, and those of all later ones do. */
    @ParameterizedTest
    @MethodSource("transformers")
    void parametersDependOnEarlierPatchesAlone(Transformer t) {
        PatchNet net = net(t);
        for (boolean turned : new boolean[] {false, true}) {
            BiFunction<Tensor, Condition, Tensor> theta = (in, condition) ->
                    net.apply(turned ? new FlipPositions().forward(in).value() : in, condition);
            double[] before = of(Eval.REFERENCE, x, theta);
            int each = C * t.parameters();
            for (int k = 0; k < PATCHES; k++) {
                double[] moved = x.clone();
                int place = turned ? PATCHES - 1 - k : k;
                for (int i = 0; i < C; i++) {
                    moved[place * C + i] += 0.5;
                }
                double[] after = of(Eval.REFERENCE, moved, theta);
                String what = t + ", patch " + k + ", turned " + turned + ", seed " + SEED;
                int end = (k + 1) * each;
                assertArrayEquals(Arrays.copyOf(before, end), Arrays.copyOf(after, end), what);
                for (int i = end; i < PATCHES * each; i++) {
                    assertNotEquals(before[i], after[i], what + ", parameter " + i);
                }
                int other = PATCHES * each;
                assertArrayEquals(
                        Arrays.copyOfRange(before, other, 2 * other),
                        Arrays.copyOfRange(after, other, 2 * other),
                        what);
            }
        }
    }

    /** One pass and the walk from patch to patch, with keys and values kept, make the same parameters. */
    @Test
    void theWalkMakesTheParametersOfOnePass() {
        PatchNet net = net(new Affine(Affine.Scale.EXP));
        double[] pass = of(Eval.REFERENCE, x, net::apply);
        double[] walk = of(Eval.REFERENCE, x, (in, condition) -> {
            PatchNet.Sequence sequence = net.sequence(condition);
            Tensor patches = in.reshape(B, PATCHES, C);
            return Tensor.concat(
                    1,
                    Stream.iterate(0, k -> k + 1)
                            .limit(PATCHES)
                            .map(k -> k == 0
                                    ? sequence.first(in)
                                    : sequence.after(patches.slice(1, k - 1, k).reshape(B, C)))
                            .toList());
        });
        Approx.assertClose("θ, seed " + SEED, pass, walk, Approx.ROUND_TRIP);
    }

    @ParameterizedTest
    @MethodSource("transformers")
    void oneThreadAndTwoHaveTheSameBits(Transformer t) {
        PatchNet net = net(t);
        for (BiFunction<Bijector, Tensor, Mapped> way :
                java.util.List.<BiFunction<Bijector, Tensor, Mapped>>of(Bijector::forward, Bijector::inverse)) {
            BiFunction<Tensor, Condition, Tensor> f =
                    (in, c) -> way.apply(new CausalPatches(net, t, c), in).value();
            assertArrayEquals(of(Engines.vector(1), x, f), of(Engines.vector(2), x, f), t.toString());
        }
    }

    @Test
    void errorsNameWhatIsWrong() {
        PatchNet net = net(new Affine(Affine.Scale.EXP));
        Trace t = new Trace();
        Tensor wide = t.batch("x", Shape.of(1, H, W + 1, C));
        assertEquals(
                "PatchNet.apply: expected images [batch, h, w, c] of 6 positions but got [1, 2, 4, 4]; the network has a"
                        + " position embedding for each",
                assertThrows(ShapeException.class, () -> net.apply(wide, Condition.none()))
                        .getMessage());
        Tensor image = t.batch("y", Shape.of(1, H, W, C));
        assertEquals(
                "PatchNet.apply: the network \"net0.pos_emb\" was built for a label; pass one",
                assertThrows(IllegalArgumentException.class, () -> net.apply(image, Condition.none()))
                        .getMessage());
        assertEquals(
                "PatchNet: the width must be a multiple of the heads, and there must be a block, but there are width 8, 3"
                        + " heads and 1 blocks",
                assertThrows(IllegalArgumentException.class, () -> new PatchNet.Sizes(8, 1, 3, 0))
                        .getMessage());
    }
}
