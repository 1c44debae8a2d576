package io.github.vflow.tensor.reference;

import io.github.vflow.tensor.shape.Shape;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Index arithmetic over row-major arrays. */
final class Indices {
    private Indices() {}

    /** y[i] = x[source(i)] over all multi-indices i of the result. */
    static double[] gather(double[] x, Shape from, Shape to, UnaryOperator<int[]> source) {
        double[] y = new double[to.size()];
        int[] index = new int[to.rank()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[flat(source.apply(index), from)];
            advance(index, to);
        }
        return y;
    }

    static double[] gatherAlong(double[] x, Shape from, Shape to, int axis, IntUnaryOperator source) {
        return gather(x, from, to, out -> {
            int[] in = out.clone();
            in[axis] = source.applyAsInt(out[axis]);
            return in;
        });
    }

    /** Writes x into y, shifted along an axis. */
    static void scatterAlong(double[] x, Shape from, double[] y, Shape to, int axis, int shift) {
        int[] index = new int[from.rank()];
        for (double v : x) {
            int[] target = index.clone();
            target[axis] += shift;
            y[flat(target, to)] = v;
            advance(index, from);
        }
    }

    static double[] broadcast(double[] x, Shape from, Shape to) {
        Shape padded = from.padTo(to.rank());
        return gather(x, padded, to, out -> {
            int[] in = out.clone();
            for (int i = 0; i < in.length; i++) {
                in[i] = padded.dim(i) == 1 ? 0 : in[i];
            }
            return in;
        });
    }

    private static int flat(int[] index, Shape s) {
        int flat = 0;
        for (int i = 0; i < index.length; i++) {
            flat = flat * s.dim(i) + index[i];
        }
        return flat;
    }

    private static void advance(int[] index, Shape s) {
        for (int i = index.length - 1; i >= 0 && ++index[i] == s.dim(i); i--) {
            index[i] = 0;
        }
    }
}
