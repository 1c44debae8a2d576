package io.github.vflow.tensor.vector.lane;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape that all kernels use, fixed once: a species that is not a constant is not compiled to vectors. */
public final class Lanes {
    public static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    public static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

    /** Floats in a vector. */
    public static final int N = F.length();

    /** Whether there are 32 vector registers, not 16: 512-bit machines have them, and ARM's of 64 bits, whatever their lanes. */
    public static final boolean MANY =
            N >= 16 || System.getProperty("os.arch", "").equals("aarch64");

    /** Made once: a mask that is made where it is used may be put on the heap, whether by the library's method or by a comparison. */
    private static final List<VectorMask<Float>> FIRST =
            IntStream.rangeClosed(0, N).mapToObj(n -> F.indexInRange(0, n)).toList();

    private Lanes() {}

    /** The lanes that hold the first n elements; all of them if n is more than a vector has. */
    public static VectorMask<Float> first(int n) {
        return FIRST.get(Math.clamp(n, 0, N));
    }
}
