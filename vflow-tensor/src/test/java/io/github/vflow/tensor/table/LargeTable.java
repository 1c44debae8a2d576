package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Sizes at which the engine cuts a step into chunks. Odd, so that the last chunk is a short one. */
final class LargeTable {
    private static final int ROWS = 131;
    private static final int COLUMNS = 1013;

    private LargeTable() {}

    static Stream<Example> examples() {
        return Stream.of(
                of(Unary.Tanh.class, "chunks", in -> wide(in).tanh()),
                of(Binary.Add.class, "one row of chunks", in -> wide(in).plus(wide(in))),
                of(Binary.Mul.class, "one row by a scalar", in -> wide(in).times(in.plain(Domain.ANY))),
                of(
                        Binary.Sub.class,
                        "a scalar and one row",
                        in -> in.plain(Domain.ANY).minus(wide(in))),
                of(
                        Binary.Div.class,
                        "rows by a column",
                        in -> wide(in).dividedBy(in.plain(Domain.FAR_FROM_ZERO, ROWS, 1))),
                of(Binary.Add.class, "rows and a row", in -> wide(in).plus(in.plain(Domain.ANY, COLUMNS))),
                of(
                        Binary.Mul.class,
                        "three loops deep",
                        in -> in.plain(Domain.ANY, 37, 61, 67).times(in.plain(Domain.ANY, 37, 1, 67))),
                of(
                        Select.class,
                        "rows by a column",
                        in -> in.plain(Domain.MASK, ROWS, 1).select(wide(in), in.plain(Domain.ANY, COLUMNS))),
                of(
                        Movement.Slice.class,
                        "of the last axis",
                        in -> in.plain(Domain.ANY, 9, 13, 31, 32).slice(3, 3, 20)),
                of(
                        Movement.Concat.class,
                        "of the last axis",
                        in -> Tensor.concat(
                                3, in.plain(Domain.ANY, 9, 13, 31, 16), in.plain(Domain.ANY, 9, 13, 31, 5))),
                of(
                        Movement.Broadcast.class,
                        "of columns",
                        in -> in.plain(Domain.ANY, ROWS, 1).broadcast(Shape.of(ROWS, COLUMNS))),
                of(
                        Movement.Transpose.class,
                        "of three axes",
                        in -> in.plain(Domain.ANY, 37, 31, 41).transpose(2, 1, 0)),
                of(
                        Movement.Pad.class,
                        "of a middle axis",
                        in -> in.plain(Domain.ANY, 7, 61, 101).pad(1, 2, 3)),
                of(
                        Movement.Permute.class,
                        "of the last axis",
                        in -> in.plain(Domain.ANY, 16_001, 3).permute(1, List.of(2, 0, 1))),
                of(Reduction.Sum.class, "along rows", in -> wide(in).sum(1)),
                of(Reduction.LogSumExp.class, "along rows", in -> wide(in).logSumExp(1)),
                of(Reduction.Sum.class, "down columns", in -> wide(in).sum(0)),
                of(
                        Reduction.Softmax.class,
                        "in the middle",
                        in -> in.plain(Domain.ANY, 41, 47, 37).softmax(1)),
                of(
                        Reduction.MaxOver.class,
                        "of short rows",
                        in -> in.batch(Domain.ANY, 16_001, 5).maxOver(1)),
                of(Unary.Exp.class, "a fused run", in -> {
                    Tensor scale = in.plain(Domain.ANY);
                    Tensor x = wide(in);
                    return x.times(scale)
                            .plus(0.5)
                            .tanh()
                            .times(x)
                            .minus(in.plain(Domain.ANY, 1, 1))
                            .times(0.1)
                            .exp();
                }),
                of(Unary.Tanh.class, "a fused run over rows", in -> {
                    Tensor x = in.batch(Domain.ANY, 4_031, 5);
                    Tensor inner = x.square().plus(in.plain(Domain.ANY).abs());
                    return Tensor.concat(
                            1, inner.sqrt().max(0.1).tanh(), inner.sum(1).expand(1));
                }),
                of(Reduction.Sum.class, "a fused run whose sums lie before what is read later", in -> {
                    Tensor x = in.plain(Domain.ANY, 4_031, 5);
                    Tensor sums = x.times(in.plain(Domain.ANY)).tanh().sum(1);
                    return sums.reshape(1, 4_031)
                            .matmul(in.plain(Domain.ANY, 4_031, 3))
                            .times(in.plain(Domain.ANY));
                }),
                of(Binary.Gate.class, "a fused run with all results read", in -> {
                    Tensor x = wide(in);
                    Tensor y = x.relu();
                    Tensor z = y.gate(x).plus(y);
                    return Tensor.concat(0, y, z, z.negate());
                }),
                of(Unary.Exp.class, "a fused run beside larger memory", LargeTable::beside),
                of(Binary.Add.class, "a fused run with rows and columns", in -> {
                    Tensor x = in.plain(Domain.ANY, 517, 2, 17);
                    Tensor shifted = x.plus(in.plain(Domain.ANY, 17)).tanh();
                    return shifted.reshape(1_034, 17)
                            .times(in.plain(Domain.ANY, 1_034, 1))
                            .reshape(517, 2, 17)
                            .plus(in.plain(Domain.ANY, 2, 17))
                            .plus(shifted);
                }),
                of(Binary.Add.class, "a row made of all rows, so no fused run", in -> {
                    Tensor y = in.plain(Domain.ANY, 64, 512).exp();
                    return y.plus(y.reshape(64, 8, 64).sum(2).reshape(512));
                }),
                of(Reduction.Sum.class, "a fused run with norms of rows", in -> {
                    Tensor x = in.plain(Domain.ANY, 347, 3, 18).times(0.5);
                    Tensor centred = x.minus(x.mean(2).expand(2));
                    Tensor scale = centred.square().mean(2).plus(1e-5).sqrt();
                    return centred.dividedBy(scale.expand(2))
                            .times(in.plain(Domain.ANY, 18))
                            .plus(x);
                }),
                of(Reduction.Softmax.class, "a fused run with functions of rows", in -> {
                    Tensor x = wide(in).times(0.1);
                    Tensor shifted = x.minus(x.maxOver(1).expand(1));
                    return shifted.softmax(1).plus(shifted.logSumExp(1).expand(1));
                }),
                of(Movement.Concat.class, "a fused run with parts of rows", in -> {
                    Tensor x = in.plain(Domain.ANY, 499, 2, 37).plus(in.plain(Domain.ANY, 37));
                    Tensor y = x.slice(2, 1, 19).times(x.slice(2, 19, 37).sigmoid());
                    return Tensor.concat(2, y, x.slice(2, 0, 1), y.negate()).elu();
                }),
                of(Select.class, "a fused run", in -> {
                    Tensor x = wide(in).plus(in.plain(Domain.ANY, ROWS, 1));
                    Tensor y = in.plain(Domain.MASK, COLUMNS).select(x, in.plain(Domain.ANY));
                    return y.greater(x).select(in.plain(Domain.ANY), y.minus(x));
                }),
                of(Binary.Mul.class, "a fused run of rows too long for a tile", in -> {
                    Tensor x = in.plain(Domain.ANY, 3, 2_503);
                    return x.tanh()
                            .plus(1)
                            .times(in.plain(Domain.ANY, 2_503))
                            .exp()
                            .minus(x);
                }),
                of(
                        LinearAlgebra.MatMul.class,
                        "small by dot products",
                        in -> in.plain(Domain.ANY, 9, 64).matmul(in.plain(Domain.ANY, 11, 64), false, true)),
                of(
                        LinearAlgebra.MatMul.class,
                        "rows of tiles",
                        in -> in.plain(Domain.ANY, 131, 127).matmul(in.plain(Domain.ANY, 127, 137))),
                of(
                        LinearAlgebra.MatMul.class,
                        "of a tall matrix turned",
                        in -> in.plain(Domain.ANY, 1_501, 37).matmul(in.plain(Domain.ANY, 1_501, 29), true, false)),
                of(
                        LinearAlgebra.MatMul.class,
                        "of a tall matrix turned, with a short last part",
                        in -> in.plain(Domain.ANY, 2_050, 64).matmul(in.plain(Domain.ANY, 2_050, 64), true, false)),
                of(
                        LinearAlgebra.MatMul.class,
                        "a stack of few in the last chunk",
                        in -> in.plain(Domain.ANY, 7, 41, 43).matmul(in.plain(Domain.ANY, 7, 43, 47))),
                of(
                        LinearAlgebra.MatMul.class,
                        "a stack",
                        in -> in.plain(Domain.ANY, 7, 61, 67).matmul(in.plain(Domain.ANY, 7, 71, 67), false, true)),
                of(
                        LinearAlgebra.MatMul.class,
                        "a batch",
                        in -> in.batch(Domain.ANY, 257, 101).matmul(in.plain(Domain.ANY, 101, 103))));
    }

    /**
     * A result of a group could lie half over an operand that the group reads first, if it were forgotten that the
     * operand's last tile is read after the result's first is written: the larger value behind moves the result there.
     */
    private static Tensor beside(Inputs in) {
        Tensor kept = in.plain(Domain.ANY, 256, 96).softmax(1);
        Tensor readFirst = in.plain(Domain.ANY, 256, 96).softmax(1);
        Tensor y = readFirst.times(in.plain(Domain.ANY)).plus(kept).tanh().exp();
        return Tensor.concat(
                1, y.reshape(256, 96), in.plain(Domain.ANY, 256, 144).softmax(1));
    }

    private static Tensor wide(Inputs in) {
        return in.plain(Domain.ANY, ROWS, COLUMNS);
    }

    private static Example of(Class<? extends Op> op, String label, Function<Inputs, Tensor> build) {
        return new Example(op, label, Approx.SUMS, build);
    }
}
