package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Shape;

/** How arrays step through an index space; sizes and strides stand innermost first, as kernels take an index apart. */
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

    /** Of an array that is stretched to a shape. */
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
