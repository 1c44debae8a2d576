package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import java.util.Arrays;
import java.util.stream.Stream;

/** Convolutions and attention. */
final class ImageTable {
    /** b, h, w, c, k_h, k_w, f. */
    private static final int[][] CONVOLUTIONS = {
        {1, 1, 1, 1, 1, 1, 1},
        {2, 3, 4, 2, 3, 3, 5},
        {1, 1, 5, 3, 3, 3, 2},
        {3, 4, 2, 1, 3, 1, 17},
        {2, 2, 3, 2, 1, 5, 3},
        {16, 2, 2, 2, 3, 3, 2},
        {2, 5, 3, 3, 5, 3, 16},
        {18, 4, 2, 20, 3, 3, 17},
        {17, 1, 2, 4, 5, 3, 65},
        {16, 2, 3, 350, 3, 3, 1},
        {18, 4, 3, 32, 3, 3, 1},
        {2, 4, 6, 17, 3, 3, 18},
        {3, 4, 2, 66, 3, 3, 63},
        {27, 3, 2, 5, 3, 5, 18},
        {32, 2, 3, 3, 3, 3, 3},
    };

    /** b, t, heads, d. */
    private static final int[][] ATTENTIONS = {
        {1, 1, 1, 1}, {2, 3, 2, 2}, {1, 7, 3, 1}, {2, 5, 1, 4}, {16, 4, 2, 1}, {1, 17, 2, 3}
    };

    private ImageTable() {}

    static Stream<Example> examples() {
        return Stream.of(
                        Arrays.stream(CONVOLUTIONS).flatMap(ImageTable::convolutions),
                        Arrays.stream(ATTENTIONS).flatMap(ImageTable::attentions))
                .flatMap(s -> s);
    }

    static Stream<Example> convolutions(int... s) {
        String label = Arrays.toString(s);
        return Stream.of(
                new Example(
                        Convolution.Conv2d.class,
                        label,
                        Approx.SUMS,
                        in -> in.batch(Domain.ANY, s[0], s[1], s[2], s[3])
                                .conv2d(in.plain(Domain.ANY, s[4], s[5], s[3], s[6]))),
                new Example(Convolution.KernelGradient.class, label, Approx.SUMS, in -> {
                    Tensor x = in.batch(Domain.ANY, s[0], s[1], s[2], s[3]);
                    Tensor g = in.batch(Domain.ANY, s[0], s[1], s[2], s[6]);
                    return in.trace().append(new Convolution.KernelGradient(x.value(), g.value(), s[4], s[5]));
                }));
    }

    static Stream<Example> attentions(int... s) {
        return attentions(Approx.SUMS, s);
    }

    private static Stream<Example> attentions(Approx.Tolerance tolerance, int... s) {
        String label = Arrays.toString(s);
        int f = s[2] * s[3];
        return Stream.of(
                new Example(
                        Attention.Attend.class,
                        label,
                        tolerance,
                        in -> in.batch(Domain.ANY, s[0], s[1], 3 * f).attention(s[2])),
                new Example(Attention.Recalled.class, label, tolerance, in -> {
                    Tensor qkv = in.batch(Domain.ANY, s[0], s[1], 3 * f);
                    Tensor known = qkv.attention(s[2]);
                    return in.trace().append(new Attention.Recalled(qkv.value(), known.value(), s[2]));
                }),
                new Example(Attention.AttendGradient.class, label, tolerance, in -> {
                    Tensor qkv = in.batch(Domain.ANY, s[0], s[1], 3 * f);
                    Tensor g = in.batch(Domain.ANY, s[0], s[1], f);
                    Tensor known = qkv.attention(s[2]);
                    return in.trace().append(new Attention.AttendGradient(qkv.value(), known.value(), g.value(), s[2]));
                }));
    }

    /** Scores about −128 to the base two and far below: a key that is none, with a score of zero, has a weight that float32 cannot say. */
    private static Stream<Example> farFromZero(int... s) {
        int f = s[2] * s[3];
        double far = Math.sqrt(200 * Math.log(2) * Math.sqrt(s[3]));
        double[] shift = new double[3 * f];
        for (int feature = 0; feature < f; feature += s[3]) {
            shift[feature] = far;
            shift[f + feature] = -far;
        }
        return Stream.of(new Example(
                Attention.AttendGradient.class, Arrays.toString(s) + " far from zero", Approx.PROGRAMS, in -> {
                    Tensor qkv = in.batch(Domain.ANY, s[0], s[1], 3 * f)
                            .plus(in.trace().constant(Shape.of(3 * f), shift));
                    Tensor g = in.batch(Domain.ANY, s[0], s[1], f);
                    Tensor known = qkv.attention(s[2]);
                    return in.trace().append(new Attention.AttendGradient(qkv.value(), known.value(), g.value(), s[2]));
                }));
    }

    /** Large enough for several chunks, tiles of queries and register tiles. */
    static Stream<Example> large() {
        return Stream.of(
                        convolutions(5, 16, 8, 33, 3, 3, 70),
                        convolutions(5, 9, 13, 3, 3, 3, 4),
                        convolutions(9, 16, 16, 17, 3, 3, 18),
                        convolutions(11, 16, 16, 17, 3, 3, 18),
                        convolutions(1, 4, 4, 130, 3, 3, 70),
                        convolutions(31, 2, 3, 20, 3, 3, 9),
                        convolutions(3, 8, 8, 16, 3, 3, 32),
                        convolutions(20, 8, 8, 33, 3, 3, 130),
                        convolutions(2, 4, 6, 150, 3, 3, 20),
                        convolutions(63, 4, 3, 20, 3, 3, 98),
                        convolutions(32, 2, 3, 200, 3, 3, 16),
                        convolutions(31, 3, 2, 200, 3, 3, 24),
                        // these two run by day: threads share the queries of a head, wide heads with several blocks of
                        // keys
                        attentions(Approx.LONG_ATTENTION, 1, 300, 2, 4),
                        attentions(1, 150, 2, 5),
                        attentions(3, 130, 2, 8),
                        attentions(2, 64, 4, 5),
                        attentions(3, 32, 2, 4),
                        attentions(Approx.LONG_ATTENTION, 2, 257, 1, 8),
                        attentions(1, 128, 2, 8),
                        attentions(2, 9, 2, 8),
                        attentions(2, 70, 3, 8),
                        farFromZero(2, 70, 1, 8),
                        farFromZero(2, 37, 2, 4),
                        farFromZero(2, 70, 2, 5))
                .flatMap(s -> s);
    }
}
