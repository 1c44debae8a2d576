package io.github.vflow.flow.data.toy;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The ten toy densities on the plane that the flow literature draws, as FFJORD defined them (Grathwohl et al., ICLR 2019);
 * all lie in about [−{@value #EXTENT}, {@value #EXTENT}]².
 */
public enum ToyDensity {
    /** Eight squares of side two, uniform (VFlow paper, Sec. 5). */
    CHECKERBOARD("checkerboard", 3, 0),
    /** A spiral of one and a half turns, with noise. */
    SWISSROLL("swissroll", 1, 2),
    /** Two circles of radius 3 and 1.5, with noise. */
    CIRCLES("circles", 2, 2),
    /** Four circles of radius 0.75, 1.5, 2.25 and 3, with noise. */
    RINGS("rings", 2, 2),
    /** Two half circles that interlock, with noise. */
    MOONS("moons", 2, 2),
    /** Eight normal distributions around a circle. */
    EIGHT_GAUSSIANS("8gaussians", 1, 2),
    /** Five bent arms. */
    PINWHEEL("pinwheel", 1, 2),
    /** Two spirals from the centre, with noise. */
    TWO_SPIRALS("2spirals", 4, 2),
    /** The diagonal x₂ = x₁: it has no density on the plane. */
    LINE("line", 1, 0),
    /** The curve x₂ = 2.5·sin x₁, called cos in the literature: it has no density on the plane. */
    COS("cos", 1, 0);

    /** The extent of plots, which show [−EXTENT, EXTENT]². */
    public static final double EXTENT = 4;

    private final String label;
    private final int uniforms;
    private final int normals;

    ToyDensity(String label, int uniforms, int normals) {
        this.label = label;
        this.uniforms = uniforms;
        this.normals = normals;
    }

    /**
     * The toy density of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ToyDensity named(String name) {
        return Arrays.stream(values())
                .filter(t -> t.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no toy density \"" + name + "\"; choose one of " + String.join(", ", names())));
    }

    /** The names of all toy densities. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ToyDensity::label).toList();
    }

    /** The name in the literature. */
    public String label() {
        return label;
    }

    /** The number of uniform random numbers for a point. */
    int uniforms() {
        return uniforms;
    }

    /** The number of normal random numbers for a point. */
    int normals() {
        return normals;
    }

    /**
     * Fills batches of points [n, 2], row-major; a batch depends on the seed, its number and its size alone. Batches of one size are independent of
     * each other. It refuses arrays of odd length. Not thread-safe, because it reuses its buffers.
     */
    public BatchSource.Filler sampler(long seed) {
        return new Sampler(this, seed);
    }

    /** Draws n points [n, 2]. */
    public Rows sample(int n, long seed) {
        float[] points = new float[2 * n];
        sampler(seed).fill(0, points);
        return Rows.of(points, 2);
    }

    /** E[ln p(x)] = −H(p) in nats, the best mean log-density of any model; empty if it has no closed form. */
    public OptionalDouble entropyBound() {
        return this == CHECKERBOARD ? OptionalDouble.of(-Math.log(ToyMath.CHECKERBOARD_AREA)) : OptionalDouble.empty();
    }

    /** ln p(x₁, x₂) in nats, −∞ outside the support; empty if it has no closed form. */
    public OptionalDouble logDensity(double x1, double x2) {
        return switch (this) {
            case CHECKERBOARD -> OptionalDouble.of(ToyMath.checkerboardLogDensity(x1, x2));
            case EIGHT_GAUSSIANS -> OptionalDouble.of(ToyMath.gaussiansLogDensity(x1, x2));
            case SWISSROLL, CIRCLES, RINGS, MOONS, PINWHEEL, TWO_SPIRALS, LINE, COS -> OptionalDouble.empty();
        };
    }

    private static final class Sampler implements BatchSource.Filler {
        private final ToyDensity toy;
        private final RandomStream uniformStream;
        private final RandomStream normalStream;
        private float[] uniforms = new float[0];
        private float[] normals = new float[0];
        private int points = -1;

        Sampler(ToyDensity toy, long seed) {
            this.toy = toy;
            this.uniformStream = Purpose.TOY_UNIFORMS.stream(seed);
            this.normalStream = Purpose.TOY_NORMALS.stream(seed);
        }

        @Override
        public void fill(long batch, float[] into) {
            if (into.length % 2 != 0) {
                throw new IllegalArgumentException("ToyDensity.sampler: points are pairs but the array has length "
                        + into.length + "; make it even");
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
}
