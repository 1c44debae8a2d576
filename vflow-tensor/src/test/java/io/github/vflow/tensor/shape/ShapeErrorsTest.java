package io.github.vflow.tensor.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a shape that does not fit is answered with: the operation, the shapes, and what would fit. */
final class ShapeErrorsTest {
    /** The tensors of the examples. */
    private static final class Of {
        private final Trace trace = new Trace();
        private final Tensor scalar = trace.input("scalar", Shape.of());
        private final Tensor three = trace.input("three", Shape.of(3));
        private final Tensor four = trace.input("four", Shape.of(4));
        private final Tensor matrix = trace.input("matrix", Shape.of(2, 3));
        private final Tensor square = trace.input("square", Shape.of(3, 3));
        private final Tensor stack = trace.input("stack", Shape.of(4, 3, 5));
        private final Tensor images = trace.input("images", Shape.of(2, 4, 6, 3));
        private final Tensor kernel = trace.input("kernel", Shape.of(3, 3, 3, 5));
        private final Tensor flatKernel = trace.input("flatKernel", Shape.of(3, 5));
        private final Tensor wideKernel = trace.input("wideKernel", Shape.of(3, 3, 4, 5));
        private final Tensor evenHeight = trace.input("evenHeight", Shape.of(2, 3, 3, 5));
        private final Tensor evenWidth = trace.input("evenWidth", Shape.of(3, 4, 3, 5));
        private final Tensor qkv = trace.input("qkv", Shape.of(2, 7, 12));
        private final Tensor attended = trace.input("attended", Shape.of(2, 7, 4));

        private Tensor kernelGradient(Tensor x, Tensor g, int height, int width) {
            return trace.append(new Convolution.KernelGradient(x.value(), g.value(), height, width));
        }

        private Tensor attendGradient(Tensor x, Tensor known, Tensor g, int heads) {
            return trace.append(new Attention.AttendGradient(x.value(), known.value(), g.value(), heads));
        }
    }

    /** A mistake and what is said about it. */
    record Row(String message, Consumer<Of> mistake) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static Row row(Consumer<Of> mistake, String message) {
        return new Row(message, mistake);
    }

    static Stream<Row> rows() {
        return Stream.of(
                        shapes(),
                        tooLarge(),
                        elementwise(),
                        reductions(),
                        movements(),
                        concatenations(),
                        linear(),
                        mixtures(),
                        convolutions(),
                        attentions())
                .flatMap(s -> s);
    }

    private static Stream<Row> shapes() {
        return Stream.of(
                row(_ -> Shape.of(2, 0), "Shape.of: every size must be at least 1 but got [2, 0]"),
                row(_ -> Shape.of(-1), "Shape.of: every size must be at least 1 but got [-1]"),
                row(
                        of -> of.trace.constant(Shape.of(2, 2), 1, 2, 3),
                        "Trace.constant: [2, 2] has 4 elements but got 3"),
                row(
                        of -> of.trace.update(of.three, of.four),
                        "Trace.update: input \"three\" is [3] but its update is [4]"));
    }

    /** Sizes that no array has are refused where a tensor gets them, and by name: never "integer overflow". */
    private static Stream<Row> tooLarge() {
        String room =
                " elements, and an array has room for 2,147,483,647; take a smaller batch, or smaller layers or images";
        int large = 2_000_000_000;
        return Stream.of(
                row(_ -> Shape.of(100_000, 100_000), "Shape.of: [100000, 100000] has 10,000,000,000" + room),
                row(_ -> Shape.of(1 << 16, 1 << 15), "Shape.of: [65536, 32768] has 2,147,483,648" + room),
                row(
                        _ -> Shape.of(large, large, large),
                        "Shape.of: [2000000000, 2000000000, 2000000000] has 8,000,000,000,000,000,000,000,000,000"
                                + room),
                row(
                        of -> of.trace
                                .input("wide", Shape.of(1 << 16, 1))
                                .times(of.trace.input("high", Shape.of(1 << 16))),
                        "Shape.of: [65536, 65536] has 4,294,967,296" + room),
                row(
                        of -> of.trace
                                .input("wide", Shape.of(1 << 16, 1))
                                .matmul(of.trace.input("high", Shape.of(1, 1 << 16))),
                        "Shape.of: [65536, 65536] has 4,294,967,296" + room),
                row(of -> of.matrix.reshape(large, 2), "Shape.of: [2000000000, 2] has 4,000,000,000" + room),
                row(
                        of -> {
                            Tensor half = of.trace.input("half", Shape.of(1 << 30));
                            Tensor.concat(0, half, half, half, half);
                        },
                        "Shape.of: [4294967296] has 4,294,967,296" + room),
                row(of -> of.three.pad(0, large, large), "Shape.of: [4000000003] has 4,000,000,003" + room),
                row(
                        of -> of.qkv.attention(1_431_655_766),
                        "attention: expected queries, keys and values [b, t, 3·heads·d] for 1431655766 heads but got [2, 7, 12]"),
                row(
                        of -> {
                            Tensor wide = of.trace.input("wide", Shape.of(1, 1 << 30));
                            of.trace.append(new Mixture.LogOddsGradient(
                                    of.trace.input("x", Shape.of(1, 1)).value(),
                                    wide.value(),
                                    wide.value(),
                                    wide.value(),
                                    of.trace.input("g", Shape.of(1, 2)).value(),
                                    1,
                                    Mixture.NO_FLOOR));
                        },
                        "Shape.of: [1, 3221225472] has 3,221,225,472" + room));
    }

    private static Stream<Row> elementwise() {
        String message = "broadcast: shapes [3] and [4] do not fit; sizes aligned at the end must be equal or 1";
        return Stream.of(
                row(of -> of.three.plus(of.four), message),
                row(of -> of.three.minus(of.four), message),
                row(of -> of.three.times(of.four), message),
                row(of -> of.three.dividedBy(of.four), message),
                row(of -> of.three.max(of.four), message),
                row(of -> of.three.min(of.four), message),
                row(of -> of.three.greater(of.four), message),
                row(of -> of.three.gate(of.four), message),
                row(of -> of.scalar.select(of.three, of.four), message),
                row(
                        of -> of.four.select(of.matrix, of.three),
                        "broadcast: shapes [4] and [2, 3] do not fit; sizes aligned at the end must be equal or 1"));
    }

    private static Stream<Row> reductions() {
        String message = "reduction: axis 2 of a tensor [2, 3]; expected 0 ≤ axis < 2";
        return Stream.of(
                row(of -> of.matrix.sum(2), message),
                row(of -> of.matrix.mean(2), message),
                row(of -> of.matrix.maxOver(2), message),
                row(of -> of.matrix.logSumExp(2), message),
                row(of -> of.matrix.sum(-1), "reduction: axis -1 of a tensor [2, 3]; expected 0 ≤ axis < 2"),
                row(of -> of.scalar.sum(0), "reduction: axis 0 of a tensor []; expected 0 ≤ axis < 0"),
                row(of -> of.matrix.softmax(2), "softmax: axis 2 of a tensor [2, 3]; expected 0 ≤ axis < 2"));
    }

    private static Stream<Row> movements() {
        return Stream.of(
                row(
                        of -> of.matrix.broadcast(Shape.of(3)),
                        "broadcast: [2, 3] does not stretch to [3]; sizes must be equal or 1"),
                row(
                        of -> of.matrix.broadcast(Shape.of(1, 3)),
                        "broadcast: [2, 3] does not stretch to [1, 3]; sizes must be equal or 1"),
                row(of -> of.matrix.reshape(4), "reshape: [2, 3] has 6 elements but [4] has 4"),
                row(of -> of.matrix.expand(3), "expand: axis 3 of a tensor [2, 3]; expected 0 ≤ axis ≤ 2"),
                row(of -> of.matrix.expand(-1), "expand: axis -1 of a tensor [2, 3]; expected 0 ≤ axis ≤ 2"),
                row(of -> of.matrix.transpose(0), "transpose: [0] is not an order of the axes of [2, 3]"),
                row(of -> of.matrix.transpose(1, 1), "transpose: [1, 1] is not an order of the axes of [2, 3]"),
                row(of -> of.matrix.transpose(1, 2), "transpose: [1, 2] is not an order of the axes of [2, 3]"),
                row(of -> of.matrix.slice(2, 0, 1), "slice: axis 2 of a tensor [2, 3]; expected 0 ≤ axis < 2"),
                row(of -> of.matrix.slice(1, 2, 2), "slice: [2, 2) along axis 1 of [2, 3]"),
                row(of -> of.matrix.slice(1, -1, 2), "slice: [-1, 2) along axis 1 of [2, 3]"),
                row(of -> of.matrix.slice(1, 0, 4), "slice: [0, 4) along axis 1 of [2, 3]"),
                row(of -> of.matrix.pad(2, 1, 0), "pad: axis 2 of a tensor [2, 3]; expected 0 ≤ axis < 2"),
                row(of -> of.matrix.pad(0, -1, 0), "pad: widths must not be negative: -1, 0"),
                row(
                        of -> of.matrix.permute(2, List.of(0)),
                        "permute: axis 2 of a tensor [2, 3]; expected 0 ≤ axis < 2"),
                row(
                        of -> of.matrix.permute(1, List.of(0, 2)),
                        "permute: [0, 2] is not an order of the 3 elements along axis 1"));
    }

    private static Stream<Row> concatenations() {
        return Stream.of(
                row(of -> Tensor.concat(0, of.matrix, of.three), "concat: [2, 3] and [3] differ outside axis 0"),
                row(of -> Tensor.concat(1, of.matrix, of.square), "concat: [2, 3] and [3, 3] differ outside axis 1"),
                row(
                        of -> Tensor.concat(2, of.matrix, of.matrix),
                        "concat: axis 2 of a tensor [2, 3]; expected 0 ≤ axis < 2"),
                row(_ -> Tensor.concat(0, List.of()), "concat: there is nothing to put together"),
                row(_ -> Tensor.sumOf(Stream.of()), "Tensor.sumOf: there is nothing to sum"));
    }

    private static Stream<Row> linear() {
        String product = "matmul: [2, 3] · [2, 3]; expected [.., m, k] · [.., k, n]";
        return Stream.of(
                row(of -> of.matrix.matmul(of.matrix), product),
                row(
                        of -> of.matrix.matmul(of.square, true, false),
                        "matmul: [2, 3]ᵀ · [3, 3]; expected [.., m, k] · [.., k, n]"),
                row(of -> of.square.matmul(of.four), "matmul: [3, 3] · [4]; expected [.., m, k] · [.., k, n]"),
                row(of -> of.three.matmul(of.three), "matmul: [3] · [3]; expected [.., m, k] · [.., k, n]"),
                row(of -> of.scalar.matmul(of.scalar), "matmul: [] · []; expected [.., m, k] · [.., k, n]"),
                row(
                        of -> of.stack.matmul(of.trace.input("other", Shape.of(3, 3, 5)), false, true),
                        "matmul: [4, 3, 5] · [3, 3, 5]ᵀ; expected [.., m, k] · [.., k, n]"),
                row(of -> of.matrix.logAbsDet(), "logAbsDet: expected a square matrix [n, n] but got [2, 3]"),
                row(of -> of.three.inverse(), "inverse: expected a square matrix [n, n] but got [3]"));
    }

    private static Stream<Row> mixtures() {
        return Stream.of(
                row(
                        of -> of.three.mixtureInverse(of.square, of.square, of.matrix),
                        "mixtureInverse: expected an argument with size 1 along axis 1 and three equal parameter shapes but got"
                                + " [3, 1], [3, 3], [3, 3], [2, 3]"),
                row(
                        of -> of.four.mixtureInverse(of.square, of.square, of.square),
                        "mixtureInverse: expected an argument with size 1 along axis 1 and three equal parameter shapes but got"
                                + " [4, 1], [3, 3], [3, 3], [3, 3]"),
                row(
                        of -> of.matrix.mixtureInverse(of.three, of.three, of.three),
                        "mixtureInverse: axis 2 of a tensor [3]; expected 0 ≤ axis < 1"),
                row(
                        of -> of.three.mixtureLogOdds(of.square, of.square, of.matrix),
                        "mixtureLogOdds: expected an argument with size 1 along axis 1 and three equal parameter shapes"
                                + " but got [3, 1], [3, 3], [3, 3], [2, 3]"),
                row(
                        of -> of.trace.append(new Mixture.LogOddsGradient(
                                of.three.expand(1).value(),
                                of.square.value(),
                                of.square.value(),
                                of.square.value(),
                                of.three.value(),
                                1,
                                Mixture.NO_FLOOR)),
                        "mixtureLogOdds: expected a cotangent [3, 2] but got [3]"));
    }

    private static Stream<Row> convolutions() {
        String conv = "; expected x [b, h, w, c] and a kernel [kh, kw, c, f] of odd height and width";
        String gradient = "; expected x [b, h, w, c] and g [b, h, w, f], and odd sizes";
        return Stream.of(
                row(of -> of.stack.conv2d(of.kernel), "conv2d: [4, 3, 5] with a kernel [3, 3, 3, 5]" + conv),
                row(of -> of.images.conv2d(of.flatKernel), "conv2d: [2, 4, 6, 3] with a kernel [3, 5]" + conv),
                row(of -> of.images.conv2d(of.wideKernel), "conv2d: [2, 4, 6, 3] with a kernel [3, 3, 4, 5]" + conv),
                row(of -> of.images.conv2d(of.evenHeight), "conv2d: [2, 4, 6, 3] with a kernel [2, 3, 3, 5]" + conv),
                row(of -> of.images.conv2d(of.evenWidth), "conv2d: [2, 4, 6, 3] with a kernel [3, 4, 3, 5]" + conv),
                row(
                        of -> of.kernelGradient(of.stack, of.images, 3, 3),
                        "kernelGradient: [4, 3, 5] and [2, 4, 6, 3] for a kernel of 3 × 3" + gradient),
                row(
                        of -> of.kernelGradient(of.images, of.stack, 3, 3),
                        "kernelGradient: [2, 4, 6, 3] and [4, 3, 5] for a kernel of 3 × 3" + gradient),
                row(
                        of -> of.kernelGradient(of.images, of.kernel, 3, 3),
                        "kernelGradient: [2, 4, 6, 3] and [3, 3, 3, 5] for a kernel of 3 × 3" + gradient),
                row(
                        of -> of.kernelGradient(of.images, of.images, 2, 3),
                        "kernelGradient: [2, 4, 6, 3] and [2, 4, 6, 3] for a kernel of 2 × 3" + gradient),
                row(
                        of -> of.kernelGradient(of.images, of.images, 3, 4),
                        "kernelGradient: [2, 4, 6, 3] and [2, 4, 6, 3] for a kernel of 3 × 4" + gradient));
    }

    private static Stream<Row> attentions() {
        String attention = "attention: expected queries, keys and values [b, t, 3·heads·d] for ";
        return Stream.of(
                row(of -> of.matrix.attention(1), attention + "1 heads but got [2, 3]"),
                row(of -> of.images.attention(1), attention + "1 heads but got [2, 4, 6, 3]"),
                row(of -> of.stack.attention(1), attention + "1 heads but got [4, 3, 5]"),
                row(of -> of.qkv.attention(3), attention + "3 heads but got [2, 7, 12]"),
                row(of -> of.qkv.attention(0), attention + "0 heads but got [2, 7, 12]"),
                row(
                        of -> of.attendGradient(of.qkv, of.qkv, of.qkv, 2),
                        "attention: expected a known result [2, 7, 4] but got [2, 7, 12]"),
                row(
                        of -> of.attendGradient(of.qkv, of.attended, of.qkv, 2),
                        "attention: expected a cotangent [2, 7, 4] but got [2, 7, 12]"),
                row(of -> of.attendGradient(of.stack, of.qkv, of.qkv, 1), attention + "1 heads but got [4, 3, 5]"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatIsWrong(Row row) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> row.mistake.accept(new Of()));
        assertEquals(row.message, e.getMessage());
    }

    /** A mistake leaves nothing behind. */
    @ParameterizedTest
    @MethodSource("rows")
    void recordsNothing(Row row) {
        Of of = new Of();
        int before = of.trace.instructions().size();
        assertThrows(IllegalArgumentException.class, () -> row.mistake.accept(of));
        List<Program.Instruction> more =
                of.trace.instructions().subList(before, of.trace.instructions().size());
        assertEquals(
                List.of(),
                more.stream()
                        .filter(i -> !(i.op() instanceof Source.Input) && !(i.op() instanceof Movement.Reshape))
                        .toList());
    }
}
