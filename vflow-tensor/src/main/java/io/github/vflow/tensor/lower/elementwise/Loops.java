package io.github.vflow.tensor.lower.elementwise;

import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The loop nest of an operation on several arrays over one index space. Axes of size one are dropped, and neighbouring axes are
 * merged where the strides of all arrays allow it. Most nests come out one or two loops deep.
 */
record Loops(int[] sizes, int[][] strides) {
    /** Strides that broadcast a row-major array of one shape to another shape. */
    static int[] broadcast(Shape from, Shape to) {
        Shape padded = from.padTo(to.rank());
        int[] s = contiguous(padded);
        for (int i = 0; i < s.length; i++) {
            s[i] = padded.dim(i) == 1 ? 0 : s[i];
        }
        return s;
    }

    /** Strides of a row-major array. */
    static int[] contiguous(Shape shape) {
        int[] s = new int[shape.rank()];
        int step = 1;
        for (int i = s.length - 1; i >= 0; i--) {
            s[i] = step;
            step *= shape.dim(i);
        }
        return s;
    }

    /**
     * The merged nest over a shape.
     *
     * @param strides those of each operand
     */
    static Loops over(Shape shape, int[]... strides) {
        List<int[]> axes = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            if (shape.dim(i) == 1) {
                continue;
            }
            int[] axis = new int[strides.length + 1];
            axis[strides.length] = shape.dim(i);
            for (int o = 0; o < strides.length; o++) {
                axis[o] = strides[o][i];
            }
            if (!axes.isEmpty() && merges(axes.getLast(), axis)) {
                axis[strides.length] *= axes.removeLast()[strides.length];
            }
            axes.add(axis);
        }
        if (axes.isEmpty()) {
            int[] one = new int[strides.length + 1];
            one[strides.length] = 1;
            axes.add(one);
        }
        int[] sizes = axes.stream().mapToInt(a -> a[strides.length]).toArray();
        int[][] merged = new int[strides.length][];
        for (int o = 0; o < strides.length; o++) {
            int operand = o;
            merged[o] = axes.stream().mapToInt(a -> a[operand]).toArray();
        }
        return new Loops(sizes, merged);
    }

    private static boolean merges(int[] outer, int[] inner) {
        int size = inner[inner.length - 1];
        for (int o = 0; o < inner.length - 1; o++) {
            if (outer[o] != inner[o] * size) {
                return false;
            }
        }
        return true;
    }

    int depth() {
        return sizes.length;
    }

    /** The size of a loop; depths count from the innermost. It is 1 outside the outermost. */
    int size(int fromInner) {
        return fromInner < sizes.length ? sizes[sizes.length - 1 - fromInner] : 1;
    }

    /** The stride of an operand in a loop; depths count from the innermost. */
    int stride(int operand, int fromInner) {
        return fromInner < sizes.length ? strides[operand][sizes.length - 1 - fromInner] : 0;
    }

    /** The offsets of an operand at each iteration of all loops but the innermost ones. */
    int[] starts(int operand, int innermost) {
        int[] starts = {0};
        for (int i = 0; i < sizes.length - innermost; i++) {
            int[] next = new int[starts.length * sizes[i]];
            for (int j = 0; j < next.length; j++) {
                next[j] = starts[j / sizes[i]] + j % sizes[i] * strides[operand][i];
            }
            starts = next;
        }
        return starts;
    }

    @Override
    public String toString() {
        return "Loops" + Arrays.toString(sizes) + Arrays.deepToString(strides);
    }
}
