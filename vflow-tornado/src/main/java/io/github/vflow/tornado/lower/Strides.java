package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.shape.Shape;

/** Strides of arrays in an index space. Sizes and strides are innermost first, the order in which kernels decompose an index. */
final class Strides {
    private Strides() {}

    static int[] contiguous(Shape shape) {
        int[] s = new int[shape.rank()];
        int step = 1;
        for (int i = s.length - 1; i >= 0; i--) {
            s[i] = step;
            step *= shape.dim(i);
        }
        return s;
    }

    /** The strides of an array that is broadcast to a shape. */
    static int[] broadcast(Shape from, Shape to) {
        Shape padded = from.padTo(to.rank());
        int[] s = contiguous(padded);
        for (int i = 0; i < s.length; i++) {
            s[i] = padded.dim(i) == 1 ? 0 : s[i];
        }
        return s;
    }

    static int[] innermostFirst(int[] outermostFirst) {
        int[] innermostFirst = new int[outermostFirst.length];
        for (int i = 0; i < innermostFirst.length; i++) {
            innermostFirst[i] = outermostFirst[innermostFirst.length - 1 - i];
        }
        return innermostFirst;
    }
}
