package io.github.vflow.tensor.shape;

import io.github.vflow.tensor.shape.check.ShapeException;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The sizes of the axes of a tensor, outermost first; elements are stored row-major. The empty shape is a scalar. A shape has at
 * most 2³¹ − 1 elements, so that they fit into an array.
 */
public final class Shape implements Serializable {
    private static final long serialVersionUID = 1;

    private final int[] dims;

    private Shape(int[] dims) {
        this.dims = dims;
    }

    /**
     * The shape with these sizes.
     *
     * @throws IllegalArgumentException if a size is below one, or there are more elements than an array can have
     */
    public static Shape of(int... dims) {
        return checked(dims.clone());
    }

    /** The shape with these sizes, which are not copied. */
    private static Shape checked(int[] dims) {
        long elements = 1;
        for (int d : dims) {
            // once the product is too large it stays so, without an overflow
            elements = Math.min(elements, Integer.MAX_VALUE + 1L) * Math.max(d, 1);
            if (d < 1) {
                throw new ShapeException("Shape.of: every size must be at least 1 but got " + Arrays.toString(dims));
            }
        }
        if (elements > Integer.MAX_VALUE) {
            throw tooMany(Arrays.stream(dims).asLongStream().toArray());
        }
        return new Shape(dims);
    }

    private static ShapeException tooMany(long[] dims) {
        return new ShapeException(String.format(
                Locale.ROOT,
                "Shape.of: %s has %,d elements, and an array has room for %,d; take a smaller batch, or smaller layers or images",
                Arrays.toString(dims),
                Arrays.stream(dims).mapToObj(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply),
                Integer.MAX_VALUE));
    }

    /** The number of axes. */
    public int rank() {
        return dims.length;
    }

    /** The size of an axis. */
    public int dim(int axis) {
        return dims[axis];
    }

    /** A copy of the sizes. */
    public int[] dims() {
        return dims.clone();
    }

    /** The number of elements. */
    public int size() {
        return product(0, dims.length);
    }

    /** The number of elements in axes [from, to). */
    public int product(int from, int to) {
        int n = 1;
        for (int i = from; i < to; i++) {
            n *= dims[i];
        }
        return n;
    }

    /**
     * This shape with one axis resized.
     *
     * @param size of the axis; a long, so that a sum or product of sizes cannot overflow unnoticed
     * @throws IllegalArgumentException if the size is below one, or there are more elements than an array can have
     */
    public Shape with(int axis, long size) {
        if (size > Integer.MAX_VALUE) {
            long[] large = Arrays.stream(dims).asLongStream().toArray();
            large[axis] = size;
            throw tooMany(large);
        }
        int[] d = dims.clone();
        d[axis] = Math.clamp(size, Integer.MIN_VALUE, Integer.MAX_VALUE);
        return checked(d);
    }

    /** This shape without one axis. */
    public Shape without(int axis) {
        int[] d = new int[dims.length - 1];
        System.arraycopy(dims, 0, d, 0, axis);
        System.arraycopy(dims, axis + 1, d, axis, d.length - axis);
        return checked(d);
    }

    /** This shape with axes of size one put in front until it has the given rank. */
    public Shape padTo(int rank) {
        int[] d = new int[rank];
        Arrays.fill(d, 1);
        System.arraycopy(dims, 0, d, rank - dims.length, dims.length);
        return checked(d);
    }

    /** The first axis moved to the end: [b, d…] becomes [d…, b]. */
    public Shape rotated() {
        int[] d = new int[dims.length];
        System.arraycopy(dims, 1, d, 0, d.length - 1);
        d[d.length - 1] = dims[0];
        return checked(d);
    }

    /**
     * The common shape of two operands: axes are aligned at the end, and a size of one stretches.
     *
     * @throws IllegalArgumentException if two sizes differ and neither is one
     */
    public static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] d = new int[rank];
        for (int i = 0; i < rank; i++) {
            int x = a.fromEnd(rank - i);
            int y = b.fromEnd(rank - i);
            if (x != y && x != 1 && y != 1) {
                throw new ShapeException("broadcast: shapes " + a + " and " + b
                        + " do not fit; sizes aligned at the end must be equal or 1");
            }
            d[i] = Math.max(x, y);
        }
        return checked(d);
    }

    /** The size of the k-th axis from the end, counted from one; 1 in front of the first. */
    private int fromEnd(int k) {
        return k > dims.length ? 1 : dims[dims.length - k];
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
