package io.github.vflow.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The vector shape that all kernels use, fixed once: a species that is not a constant is not compiled to vectors. */
final class Lanes {
    static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

    /** Floats in a vector. */
    static final int N = F.length();

    /** Whether there are 32 vector registers, not 16: 512-bit machines have them. */
    static final boolean MANY = N >= 16;

    private Lanes() {}

    private static final IntVector NUMBERS = IntVector.zero(I).addIndex(1);

    /** The lanes that hold the first n elements. */
    static VectorMask<Float> first(int n) {
        return F.indexInRange(0, n);
    }

    /** The same by a comparison, without the branch of the library's method: where many products meet, masks then stay in registers. */
    static VectorMask<Float> below(int n) {
        return NUMBERS.lt(n).cast(F);
    }
}
