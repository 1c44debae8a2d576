package io.github.vflow.tensor.vector.lane;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The vector species of all kernels. It is a constant, since C2 compiles only constant species to vectors. */
public final class Lanes {
    public static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    public static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

    /** Floats in a vector. */
    public static final int N = F.length();

    /** Whether the machine has 32 vector registers instead of 16: 512-bit machines and 64-bit ARM have them. */
    public static final boolean MANY =
            N >= 16 || System.getProperty("os.arch", "").equals("aarch64");

    /** Masks, made once: a mask that is made where it is used may go to the heap. */
    private static final List<VectorMask<Float>> FIRST =
            IntStream.rangeClosed(0, N).mapToObj(n -> F.indexInRange(0, n)).toList();

    private Lanes() {}

    /** The mask of the first n lanes; all lanes if n is larger. */
    public static VectorMask<Float> first(int n) {
        return FIRST.get(Math.clamp(n, 0, N));
    }
}
