package io.github.vflow.flow.data.toy;

import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;

/** Draws batches of points of a {@link ToyDensity}. Not thread-safe, because it reuses its buffers. */
public final class ToySampler {

    private final ToyDensity toy;
    private final RandomStream uniformStream;
    private final RandomStream normalStream;
    private float[] uniforms = new float[0];
    private float[] normals = new float[0];
    private int points = -1;

    ToySampler(ToyDensity toy, long seed) {
        this.toy = toy;
        this.uniformStream = Purpose.TOY_UNIFORMS.stream(seed);
        this.normalStream = Purpose.TOY_NORMALS.stream(seed);
    }

    /**
     * Draws the points of a batch. Batches of one size are independent of each other.
     *
     * @param batch its number, from zero
     * @param into [n, 2], row-major; modified
     * @throws IllegalArgumentException if the length is odd
     */
    public void fill(long batch, float[] into) {
        if (into.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "ToySampler.fill: points are pairs but the array has length " + into.length + "; make it even");
        }
        resize(into.length / 2);
        uniformStream.uniform(batch * RandomStream.positions(uniforms.length), uniforms);
        normalStream.normal(batch * RandomStream.positions(normals.length), normals);
        ToyMath.place(toy, points, uniforms, normals, into);
    }

    private void resize(int n) {
        if (n != points) {
            uniforms = scratch(n, toy.uniforms());
            normals = scratch(n, toy.normals());
            points = n;
        }
    }

    /** A buffer of whole blocks of the generator, which fills them in one call. */
    private static float[] scratch(int n, int each) {
        return new float[Math.toIntExact(RandomStream.positions(Math.multiplyExact(n, each)) * RandomStream.BLOCK)];
    }
}
