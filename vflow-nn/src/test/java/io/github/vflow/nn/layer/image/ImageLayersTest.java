package io.github.vflow.nn.layer.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.nn.layer.norm.LayerNorm;
import io.github.vflow.nn.testkit.Approx;
import io.github.vflow.nn.testkit.Eval;
import io.github.vflow.nn.testkit.PlainImages;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Layers of images against loops, and what follows from their equations. */
final class ImageLayersTest {
    private static final long SEED = Seeds.of("ImageLayersTest");
    private static final int B = 2;
    private static final int H = 3;
    private static final int W = 4;
    private static final int F = 4;
    private static final int CONTEXT = 3;
    private static final Shape IMAGES = Shape.of(B, H, W, F);
    private static final Dropout NONE = new Dropout(0);
    private static final Style PLAIN = new Style(NONE, false, false);

    private final Parameters parameters = new Parameters();
    private final PlainImages plain = new PlainImages(parameters, H, W);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final double[] x = Eval.normal(IMAGES.size(), 1, random);
    private final double[] context = Eval.normal(B * H * W * CONTEXT, 1, random);

    /** Every parameter random, the gains and biases too, and weights so that nothing fades. */
    private void randomise() {
        parameters.initialise(SEED);
        for (Parameter p : parameters.all()) {
            float[] v = new float[p.shape().size()];
            int fanIn = p.shape().product(0, p.shape().rank() - 1);
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) (1.5 * random.nextGaussian() / Math.sqrt(fanIn));
            }
            parameters.set(p, v);
        }
    }

    private static double[][] image(double[] all, int number, int channels) {
        double[][] one = new double[H * W][];
        Arrays.setAll(one, i -> {
            int at = (number * H * W + i) * channels;
            return Arrays.copyOfRange(all, at, at + channels);
        });
        return one;
    }

    private double[] loops(BinaryOperator<double[][]> f) {
        double[][] flat = new double[0][];
        for (int n = 0; n < B; n++) {
            double[][] y = f.apply(image(x, n, F), image(context, n, CONTEXT));
            int before = flat.length;
            flat = Arrays.copyOf(flat, before + y.length);
            System.arraycopy(y, 0, flat, before, y.length);
        }
        return Arrays.stream(flat).flatMapToDouble(Arrays::stream).toArray();
    }

    private double[] traced(BinaryOperator<Tensor> f) {
        Trace t = new Trace();
        parameters.flat(t);
        t.output("y", f.apply(t.batch("x", IMAGES), t.batch("context", Shape.of(B, H, W, CONTEXT))));
        return Eval.of(parameters, t, Map.of("x", x, "context", context));
    }

    private void assertSame(String what, BinaryOperator<double[][]> loops, BinaryOperator<Tensor> layer) {
        randomise();
        double[] expected = loops(loops);
        assertTrue(Arrays.stream(expected).map(Math::abs).max().orElseThrow() > 0.1, what + " has faded");
        Approx.assertClose(what + ", seed " + SEED, expected, traced(layer), Approx.DEEP);
    }

    private List<String> names() {
        return parameters.all().stream().map(p -> p.name() + " " + p.shape()).toList();
    }

    @Test
    void aConvolutionIsLoops() {
        Conv wide = Conv.of(parameters.scope().in("wide"), F, 5, 1, false);
        Conv nin = Conv.nin(parameters.scope().in("nin"), F, 3, 1, false);
        assertEquals(List.of("wide.W [3, 3, 4, 5]", "wide.b [5]", "nin.W [4, 3]", "nin.b [3]"), names());
        assertSame("3×3", (v, _) -> plain.conv(wide, v), (v, _) -> wide.apply(v));
        assertSame("1×1", (v, _) -> plain.conv(nin, v), (v, _) -> nin.apply(v));
    }

    @Test
    void anotherNumberOfChannelsIsNamed() {
        Conv conv = Conv.of(parameters.scope().in("c"), 3, 5, 1, false);
        Conv nin = Conv.nin(parameters.scope().in("n"), 3, 5, 1, false);
        Tensor images = new Trace().batch("x", IMAGES);
        Tensor rows = new Trace().batch("x", Shape.of(B, 3));
        String message =
                "Conv.apply: expected x [batch, h, w, 3] but got %s; the layer \"%s.W\" was built for 3 channels";
        assertEquals(message.formatted("[2, 3, 4, 4]", "c"), shapeError(() -> conv.apply(images)));
        assertEquals(message.formatted("[2, 3]", "c"), shapeError(() -> conv.apply(rows)));
        assertEquals(message.formatted("[2, 3, 4, 4]", "n"), shapeError(() -> nin.apply(images)));
    }

    private static String shapeError(Runnable what) {
        return assertThrows(ShapeException.class, what::run).getMessage();
    }

    @Test
    void layerNormIsLoops() {
        LayerNorm norm = LayerNorm.of(parameters.scope(), F);
        assertSame("layer norm", (v, _) -> plain.layerNorm(norm, v), (v, _) -> norm.apply(v));
    }

    @Test
    void layerNormStartsWithMeanZeroAndVarianceOneAtEachPosition() {
        LayerNorm norm = LayerNorm.of(parameters.scope(), F);
        parameters.initialise(SEED);
        double[] y = traced((v, _) -> norm.apply(v.times(10).plus(3)));
        for (int i = 0; i < y.length; i += F) {
            double[] position = Arrays.copyOfRange(y, i, i + F);
            assertEquals(0, Arrays.stream(position).average().orElseThrow(), 1e-12);
            double variance = Arrays.stream(position).map(v -> v * v).average().orElseThrow();
            // 1e−5 of some tens
            assertEquals(1, variance, 1e-4, "seed " + SEED);
        }
    }

    @Test
    void aGatedConvolutionIsLoops() {
        GatedConv told = GatedConv.of(parameters.scope().in("told"), F, CONTEXT, 0, PLAIN);
        GatedConv alone = GatedConv.of(parameters.scope().in("alone"), F, 0, 0, PLAIN);
        GatedConv wide = GatedConv.wide(parameters.scope().in("wide"), F, PLAIN);
        assertSame("told", (v, c) -> plain.gatedConv(told, v, c), (v, c) -> told.apply(v, Condition.ofPositions(c)));
        assertSame("alone", (v, c) -> plain.gatedConv(alone, v, c), (v, _) -> alone.apply(v, Condition.none()));
        assertSame("wide", (v, c) -> plain.gatedConv(wide, v, c), (v, _) -> wide.apply(v, Condition.none()));
        assertEquals(4, wide.second().weight().shape().rank(), "3×3 in a context network");
        assertEquals(2, told.second().weight().shape().rank(), "1×1 in a conditioner");
    }

    @Test
    void withAZeroSecondLayerGatesAreTheIdentity() {
        GatedConv conv = GatedConv.of(parameters.scope().in("c"), F, CONTEXT, 0, PLAIN);
        GatedAttention attention = GatedAttention.of(parameters.scope().in("a"), F, 2, PLAIN);
        Parameter positions = parameters.scope().parameter("p", Shape.of(H, W, F), (v, _, _) -> Arrays.fill(v, 1));
        randomise();
        for (Conv second : List.of(conv.second(), attention.second())) {
            parameters.set(second.weight(), new float[second.weight().shape().size()]);
            parameters.set(second.bias(), new float[second.bias().shape().size()]);
        }
        assertArrayEquals(x, traced((v, c) -> conv.apply(v, Condition.ofPositions(c))));
        assertArrayEquals(x, traced((v, _) -> attention.apply(v, positions)));
    }

    @Test
    void aMissingContextIsNamed() {
        GatedConv told = GatedConv.of(parameters.scope().in("told"), F, CONTEXT, 0, PLAIN);
        Trace t = new Trace();
        parameters.flat(t);
        Tensor images = t.batch("x", IMAGES);
        assertEquals(
                "GatedConv.apply: the layer \"told.c1.W\" was built for a context; pass one",
                assertThrows(IllegalArgumentException.class, () -> told.apply(images, Condition.none()))
                        .getMessage());
    }

    /** A class adds its row of the table between the two layers; at the start, all rows are zero. */
    @Test
    void aLabelChoosesABias() {
        GatedConv told = GatedConv.of(parameters.scope().in("told"), F, 0, 3, PLAIN);
        Parameter table = told.labels().orElseThrow();
        assertEquals("told.labels [3, 4]", table.name() + " " + table.shape());
        parameters.initialise(SEED);
        assertArrayEquals(new float[12], parameters.get(table));
        randomise();
        float[] rows = coarse(table);
        float[] bias = coarse(told.first().bias());
        int label = 2;
        BinaryOperator<Tensor> labelled = (v, _) -> {
            double[] oneHot = new double[B * 3];
            for (int i = 0; i < B; i++) {
                oneHot[i * 3 + label] = 1;
            }
            Tensor y = v.trace().constant(Shape.of(B, 3), oneHot);
            return told.apply(v, Condition.ofRow(y));
        };
        double[] actual = traced(labelled);
        for (int f = 0; f < F; f++) {
            bias[f] += rows[label * F + f];
        }
        parameters.set(told.first().bias(), bias);
        Approx.assertClose("seed " + SEED, loops((v, c) -> plain.gatedConv(told, v, c)), actual, Approx.DEEP);
        Trace t = new Trace();
        Tensor images = t.batch("x", IMAGES);
        assertEquals(
                "GatedConv.apply: the layer \"told.c1.W\" was built for a label; pass one",
                assertThrows(IllegalArgumentException.class, () -> told.apply(images, Condition.none()))
                        .getMessage());
    }

    /** Rounds a parameter, so that sums are exact in float too. */
    private float[] coarse(Parameter p) {
        float[] v = parameters.get(p);
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.round(v[i] * 64) / 64f;
        }
        parameters.set(p, v);
        return v;
    }

    @Test
    void gatedAttentionIsLoops() {
        for (int heads : new int[] {1, 2, 4}) {
            GatedAttention layer = GatedAttention.of(parameters.scope().in(heads), F, heads, PLAIN);
            Parameter positions =
                    parameters.scope().in(heads).parameter("p", Shape.of(H, W, F), (v, _, _) -> Arrays.fill(v, 0));
            assertSame(
                    heads + " heads",
                    (v, _) -> plain.gatedAttention(layer, v, parameters.get(positions)),
                    (v, _) -> layer.apply(v, positions));
        }
    }

    @Test
    void headsShareTheFilters() {
        String message = "GatedAttention.of: filters must be a multiple of heads but got 4 filters and ";
        assertEquals(message + "3 heads", headsError(3));
        assertEquals(message + "0 heads", headsError(0));
    }

    private String headsError(int heads) {
        return assertThrows(
                        IllegalArgumentException.class, () -> GatedAttention.of(parameters.scope(), F, heads, PLAIN))
                .getMessage();
    }

    @Test
    void theConditionerIsLoops() {
        GatedConvNet told = GatedConvNet.of(
                parameters.scope().in("told"), H, W, F, 7, new GatedConvNet.Sizes(6, 2, 3, CONTEXT, 0, PLAIN));
        GatedConvNet alone = GatedConvNet.of(
                parameters.scope().in("alone"), H, W, F, 5, new GatedConvNet.Sizes(4, 1, 1, 0, 0, PLAIN));
        assertSame("told", (v, c) -> plain.net(told, v, c), (v, c) -> told.apply(v, Condition.ofPositions(c)));
        assertSame("alone", (v, c) -> plain.net(alone, v, c), (v, _) -> alone.apply(v, Condition.none()));
    }

    /** As in the published ImageNet models: normalised weights, an elu before the last convolution, no attention. */
    @Test
    void otherConditionersAreLoops() {
        Style style = new Style(NONE, true, true);
        GatedConvNet normed = GatedConvNet.of(
                parameters.scope().in("normed"), H, W, F, 7, new GatedConvNet.Sizes(6, 2, 3, CONTEXT, 0, style));
        GatedConvNet blind = GatedConvNet.of(
                parameters.scope().in("blind"), H, W, F, 5, new GatedConvNet.Sizes(6, 2, 0, CONTEXT, 0, style));
        assertSame("normed", (v, c) -> plain.net(normed, v, c), (v, c) -> normed.apply(v, Condition.ofPositions(c)));
        assertSame("blind", (v, c) -> plain.net(blind, v, c), (v, c) -> blind.apply(v, Condition.ofPositions(c)));
        assertTrue(names().contains("normed.blocks.1.conv.c1.V [3, 3, 12, 6]"));
        assertTrue(names().contains("normed.blocks.1.conv.c1.g [6]"));
        assertTrue(names().contains("blind.proj_out.V [3, 3, 12, 5]"), "of 2F channels");
        assertTrue(names().stream().noneMatch(n -> n.startsWith("blind.") && n.contains("attn")));
        assertTrue(names().stream().noneMatch(n -> n.startsWith("blind.pos_emb")));
    }

    @Test
    void deepContextNetworksAreLoops() {
        ContextNet deep = ContextNet.of(
                parameters.scope().in("deep"),
                H,
                W,
                F,
                new ContextNet.Sizes(6, 2, true, 3, new Style(NONE, true, true)));
        ContextNet normed =
                ContextNet.of(parameters.scope().in("normed"), H, W, F, new ContextNet.Sizes(6, 2, true, 0, PLAIN));
        assertSame("deep", (v, _) -> plain.contextNet(deep, v), (v, _) -> deep.apply(v));
        assertSame("normed", (v, _) -> plain.contextNet(normed, v), (v, _) -> normed.apply(v));
        assertTrue(names().contains("deep.pos_emb [3, 4, 6]"));
        assertTrue(names().contains("deep.c.1.attn.proj1.V [6, 18]"));
        assertTrue(names().contains("normed.c.1.ln1.g [6]"));
    }

    @Test
    void theConditionerHasTheNamesOfThePublishedCode() {
        GatedConvNet.of(parameters.scope(), H, W, F, 5, new GatedConvNet.Sizes(6, 1, 3, CONTEXT, 0, PLAIN));
        assertEquals(
                List.of(
                        "pos_emb [3, 4, 6]",
                        "proj_in.W [3, 3, 4, 6]",
                        "proj_in.b [6]",
                        "blocks.0.conv.c1.W [3, 3, 12, 6]",
                        "blocks.0.conv.c1.b [6]",
                        "blocks.0.conv.a_proj.W [6, 6]",
                        "blocks.0.conv.a_proj.b [6]",
                        "blocks.0.conv.c2.W [12, 12]",
                        "blocks.0.conv.c2.b [12]",
                        "blocks.0.ln1.g [6]",
                        "blocks.0.ln1.b [6]",
                        "blocks.0.attn.proj1.W [6, 18]",
                        "blocks.0.attn.proj1.b [18]",
                        "blocks.0.attn.proj2.W [6, 12]",
                        "blocks.0.attn.proj2.b [12]",
                        "blocks.0.ln2.g [6]",
                        "blocks.0.ln2.b [6]",
                        "proj_out.W [3, 3, 6, 5]",
                        "proj_out.b [5]"),
                names());
    }

    @Test
    void theContextNetworkIsLoops() {
        ContextNet net = ContextNet.of(parameters.scope(), H, W, F, new ContextNet.Sizes(5, 2, false, 0, PLAIN));
        assertSame("context", (v, _) -> plain.contextNet(net, v), (v, _) -> net.apply(v));
        assertEquals("proj.W", net.first().weight().name());
        assertEquals("c.1.c2.W", net.blocks().get(1).conv().second().weight().name());
    }

    /** Positions far apart see each other through attention only: all of an image is one field of view. */
    @Test
    void attentionSeesAllPositions() {
        GatedAttention layer = GatedAttention.of(parameters.scope(), F, 2, PLAIN);
        Parameter positions = parameters.scope().parameter("p", Shape.of(H, W, F), (v, _, _) -> Arrays.fill(v, 0));
        randomise();
        UnaryOperator<Tensor> f = v -> layer.apply(v, positions);
        double[] before = Eval.of(parameters, IMAGES, x, f);
        double[] moved = x.clone();
        moved[0]++;
        double[] after = Eval.of(parameters, IMAGES, moved, f);
        int image = H * W * F;
        for (int i = 0; i < image; i += F) {
            assertTrue(before[i] != after[i], "position " + i / F);
        }
        assertArrayEquals(
                Arrays.copyOfRange(before, image, 2 * image), Arrays.copyOfRange(after, image, 2 * image), "image 1");
    }
}
