package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** Products and determinants of matrices. */
public sealed interface LinearAlgebra extends Op {
    @Override
    default List<Value> operands() {
        return switch (this) {
            case MatMul m -> List.of(m.a, m.b);
            case LogAbsDet d -> List.of(d.w);
            case Inverse i -> List.of(i.w);
        };
    }

    @Override
    default Op with(List<Value> operands) {
        Value first = operands.getFirst();
        return switch (this) {
            case MatMul m -> new MatMul(first, operands.getLast(), m.transposeA, m.transposeB);
            case LogAbsDet _ -> new LogAbsDet(first);
            case Inverse _ -> new Inverse(first);
        };
    }

    /**
     * op(a) · op(b) over the last two axes, where op is the transposition if asked for. Axes before the last two are batch axes of
     * equal sizes.
     */
    record MatMul(Value a, Value b, boolean transposeA, boolean transposeB) implements LinearAlgebra {
        /** Rows of the result. */
        public int m() {
            return a.shape().dim(a.shape().rank() - (transposeA ? 1 : 2));
        }

        /** Columns of the result. */
        public int n() {
            return b.shape().dim(b.shape().rank() - (transposeB ? 2 : 1));
        }

        /** Length of the contraction. */
        public int k() {
            return a.shape().dim(a.shape().rank() - (transposeA ? 2 : 1));
        }

        @Override
        public Shape shape() {
            Shape sa = a.shape();
            Shape sb = b.shape();
            int rank = sa.rank();
            boolean fits = rank >= 2 && sb.rank() == rank && k() == sb.dim(rank - (transposeB ? 1 : 2));
            for (int i = 0; fits && i < rank - 2; i++) {
                fits = sa.dim(i) == sb.dim(i);
            }
            Checks.that(
                    fits,
                    () -> "matmul: " + sa + (transposeA ? "ᵀ" : "") + " · " + sb + (transposeB ? "ᵀ" : "")
                            + "; expected [.., m, k] · [.., k, n]");
            return sa.with(rank - 2, m()).with(rank - 1, n());
        }
    }

    /** ln |det w| of a square matrix, in double precision. Engines throw {@link ArithmeticException} for a singular matrix. */
    record LogAbsDet(Value w) implements LinearAlgebra {
        @Override
        public Shape shape() {
            square("logAbsDet", w.shape());
            return Shape.of();
        }
    }

    /** w⁻¹ of a square matrix, in double precision. Engines throw {@link ArithmeticException} for a singular matrix. */
    record Inverse(Value w) implements LinearAlgebra {
        @Override
        public Shape shape() {
            square("inverse", w.shape());
            return w.shape();
        }
    }

    private static void square(String op, Shape s) {
        Checks.that(s.rank() == 2 && s.dim(0) == s.dim(1), () -> op + ": expected a square matrix [n, n] but got " + s);
    }
}
