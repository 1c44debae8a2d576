package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** Matrix products of all sizes and transpositions, determinants and inverses. */
final class LinearTable {
    /** Sizes m, n, k around the edges of register tiles. */
    private static final int[][] SIZES = {
        {1, 1, 1},
        {2, 3, 4},
        {1, 9, 5},
        {9, 1, 5},
        {7, 17, 1},
        {6, 64, 8},
        {13, 71, 9},
        {8, 16, 33},
        {15, 33, 2},
        {37, 1, 1},
        {1, 1, 48}
    };

    private LinearTable() {}

    static Stream<Example> examples() {
        return Stream.of(products(), stacked(), batched(), determinants()).flatMap(s -> s);
    }

    private static Example product(String label, Function<Inputs, Tensor> build) {
        return new Example(LinearAlgebra.MatMul.class, label, Approx.SUMS, build);
    }

    private static String turns(boolean ta, boolean tb) {
        return (ta ? "aᵀ " : "a ") + (tb ? "bᵀ" : "b");
    }

    private static Stream<Example> products() {
        return Arrays.stream(SIZES)
                .flatMap(s -> turned((ta, tb) -> product(
                        "m, n, k = " + Arrays.toString(s) + " " + turns(ta, tb),
                        in -> in.plain(Domain.ANY, matrix(s[0], s[2], ta))
                                .matmul(in.plain(Domain.ANY, matrix(s[2], s[1], tb)), ta, tb))));
    }

    private interface Turned {
        Example of(boolean ta, boolean tb);
    }

    private static Stream<Example> turned(Turned t) {
        return Stream.of(t.of(false, false), t.of(false, true), t.of(true, false), t.of(true, true));
    }

    private static int[] matrix(int rows, int columns, boolean transposed) {
        return transposed ? new int[] {columns, rows} : new int[] {rows, columns};
    }

    private static Stream<Example> stacked() {
        return Stream.concat(
                turned((ta, tb) -> product(
                        "[3, 4, 5] · [3, 5, 2] " + turns(ta, tb),
                        in -> in.plain(Domain.ANY, Dims.batched(3, matrix(4, 5, ta)))
                                .matmul(in.plain(Domain.ANY, Dims.batched(3, matrix(5, 2, tb))), ta, tb))),
                Stream.of(
                        product(
                                "[2, 2, 3, 4] · [2, 2, 4, 5]",
                                in -> in.plain(Domain.ANY, 2, 2, 3, 4).matmul(in.plain(Domain.ANY, 2, 2, 4, 5))),
                        product("of x with itself", in -> {
                            Tensor x = in.plain(Domain.ANY, 4, 4);
                            return x.matmul(x, true, false);
                        })));
    }

    private static Stream<Example> batched() {
        return Arrays.stream(OpTable.BATCHES)
                .boxed()
                .flatMap(b -> Stream.of(
                        product(
                                "rows [" + b + ", 5] · [5, 7]",
                                in -> in.batch(Domain.ANY, b, 5).matmul(in.plain(Domain.ANY, 5, 7))),
                        product(
                                "rows [" + b + ", 5] · [7, 5]ᵀ",
                                in -> in.batch(Domain.ANY, b, 5).matmul(in.plain(Domain.ANY, 7, 5), false, true)),
                        product(
                                "[" + b + ", 5]ᵀ · rows [" + b + ", 7]",
                                in -> in.batch(Domain.ANY, b, 5).matmul(in.batch(Domain.ANY, b, 7), true, false)),
                        product(
                                "computed [" + b + ", 5]ᵀ · rows [" + b + ", 7]",
                                in -> in.batch(Domain.ANY, b, 5)
                                        .tanh()
                                        .matmul(in.batch(Domain.ANY, b, 7).tanh(), true, false)),
                        product(
                                "rows [" + b + ", 5] · rows [" + b + ", 5]ᵀ",
                                in -> in.batch(Domain.ANY, b, 5).matmul(in.batch(Domain.ANY, b, 5), false, true)),
                        product(
                                "[3, " + b + "] · rows [" + b + ", 2]",
                                in -> in.plain(Domain.ANY, 3, b).matmul(in.batch(Domain.ANY, b, 2))),
                        product(
                                "rows [" + b + ", 3]ᵀ · [" + b + ", 2] that are not",
                                in -> in.batch(Domain.ANY, b, 3).matmul(in.plain(Domain.ANY, b, 2), true, false)),
                        product(
                                "a matrix a row [" + b + ", 2, 3]",
                                in -> in.batch(Domain.ANY, b, 2, 3).matmul(in.batch(Domain.ANY, b, 3, 4)))));
    }

    private static Stream<Example> determinants() {
        return Stream.of(1, 2, 5, 16)
                .flatMap(n -> Stream.of(
                        new Example(
                                LinearAlgebra.LogAbsDet.class,
                                "[" + n + ", " + n + "]",
                                Approx.ROUNDED_ONCE,
                                in -> in.plain(Domain.INVERTIBLE, n, n).logAbsDet()),
                        new Example(
                                LinearAlgebra.Inverse.class,
                                "[" + n + ", " + n + "]",
                                Approx.ROUNDED_ONCE,
                                in -> in.plain(Domain.INVERTIBLE, n, n).inverse()),
                        new Example(
                                LinearAlgebra.Inverse.class,
                                "with determinant [" + n + ", " + n + "]",
                                Approx.SUMS,
                                in -> {
                                    Tensor w = in.batch(Domain.INVERTIBLE, n, n);
                                    return w.inverse().times(w.logAbsDet());
                                })));
    }
}
