package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** Products and determinants of matrices. */
public sealed interface LinearAlgebra extends Op {
    /**
     * op(a) · op(b) over the last two axes, where op is the transposition if asked for. Axes before the last two are batch axes of
     * equal sizes.
     */
    record MatMul(Value a, Value b, boolean transposeA, boolean transposeB) implements LinearAlgebra {
        @Override
        public List<Value> operands() {
            return List.of(a, b);
        }

        @Override
        public Op with(List<Value> operands) {
            return new MatMul(operands.get(0), operands.get(1), transposeA, transposeB);
        }

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
                    "matmul: " + sa + (transposeA ? "ᵀ" : "") + " · " + sb + (transposeB ? "ᵀ" : "")
                            + "; expected [.., m, k] · [.., k, n]");
            return sa.with(rank - 2, m()).with(rank - 1, n());
        }
    }

    /** ln |det w| of a square matrix, in double precision. Engines throw {@link ArithmeticException} for a singular matrix. */
    record LogAbsDet(Value w) implements LinearAlgebra {
        @Override
        public List<Value> operands() {
            return List.of(w);
        }

        @Override
        public Op with(List<Value> operands) {
            return new LogAbsDet(operands.getFirst());
        }

        @Override
        public Shape shape() {
            square("logAbsDet", w.shape());
            return Shape.of();
        }
    }

    /** w⁻¹ of a square matrix, in double precision. Engines throw {@link ArithmeticException} for a singular matrix. */
    record Inverse(Value w) implements LinearAlgebra {
        @Override
        public List<Value> operands() {
            return List.of(w);
        }

        @Override
        public Op with(List<Value> operands) {
            return new Inverse(operands.getFirst());
        }

        @Override
        public Shape shape() {
            square("inverse", w.shape());
            return w.shape();
        }
    }

    private static void square(String op, Shape s) {
        Checks.that(s.rank() == 2 && s.dim(0) == s.dim(1), op + ": expected a square matrix [n, n] but got " + s);
    }
}
