package io.github.vflow.flow.data.toy;

/**
 * Where the points of each {@link ToyDensity} lie. A point i of n takes numbers u[k·n + i], uniform in [0, 1), and
 * z[k·n + i], standard normal.
 */
final class ToyMath {
    static final double CHECKERBOARD_AREA = 32;

    private static final double TAU = 2 * Math.PI;
    private static final double CIRCLES_NOISE = 3 * 0.08;
    private static final double RINGS_NOISE = 0.08;
    private static final double MOONS_NOISE = 2 * 0.1;
    private static final double SPIRALS_NOISE = 0.1;

    /** The literature's √2. */
    private static final double GAUSSIANS_SHRINK = 1.414;

    private static final double GAUSSIANS_RADIUS = 4 / GAUSSIANS_SHRINK;
    private static final double GAUSSIANS_STD = 0.5 / GAUSSIANS_SHRINK;

    private ToyMath() {}

    static void place(ToyDensity toy, int n, float[] u, float[] z, float[] into) {
        switch (toy) {
            case CHECKERBOARD -> checkerboard(n, u, into);
            case SWISSROLL -> swissroll(n, u, z, into);
            case CIRCLES -> circles(n, u, z, into, 2, 1.5, CIRCLES_NOISE);
            case RINGS -> circles(n, u, z, into, 4, 0.75, RINGS_NOISE);
            case MOONS -> moons(n, u, z, into);
            case EIGHT_GAUSSIANS -> gaussians(n, u, z, into);
            case PINWHEEL -> pinwheel(n, u, z, into);
            case TWO_SPIRALS -> spirals(n, u, z, into);
            case LINE -> line(n, u, into);
            case COS -> cos(n, u, into);
        }
    }

    private static void put(float[] into, int i, double x1, double x2) {
        into[2 * i] = (float) x1;
        into[2 * i + 1] = (float) x2;
    }

    /** x₁ = 4U − 2; x₂ = U′ − 2·Bernoulli(½) + (⌊x₁⌋ mod 2); the point is 2·(x₁, x₂). */
    private static void checkerboard(int n, float[] u, float[] into) {
        for (int i = 0; i < n; i++) {
            float x1 = 4 * u[i];
            int column = (int) x1;
            int down = u[2 * n + i] < 0.5f ? 2 : 0;
            into[2 * i] = 2 * (x1 - 2);
            // ⌊x₁ − 2⌋ and ⌊x₁⌋ have the same parity
            into[2 * i + 1] = 2 * (u[n + i] - down + (column & 1));
        }
    }

    /** Squares (i, j) of side two with i + j even; an edge belongs to the squares on both sides. */
    static double checkerboardLogDensity(double x1, double x2) {
        boolean inside = Math.abs(x1) <= 4 && Math.abs(x2) <= 4;
        double i = Math.floor(x1 / 2);
        double j = Math.floor(x2 / 2);
        boolean edge = i == x1 / 2 || j == x2 / 2;
        boolean even = (i + j) % 2 == 0;
        return inside && (even || edge) ? -Math.log(CHECKERBOARD_AREA) : Double.NEGATIVE_INFINITY;
    }

    /** t = 3π/2·(1 + 2U); (t·cos t, t·sin t) and N(0, 1), a fifth of it. */
    private static void swissroll(int n, float[] u, float[] z, float[] into) {
        for (int i = 0; i < n; i++) {
            double t = 1.5 * Math.PI * (1 + 2 * u[i]);
            put(into, i, (t * Math.cos(t) + z[i]) / 5, (t * Math.sin(t) + z[n + i]) / 5);
        }
    }

    /** Circles of radius gap, 2·gap, …, each as likely. */
    private static void circles(int n, float[] u, float[] z, float[] into, int count, double gap, double noise) {
        for (int i = 0; i < n; i++) {
            double angle = TAU * u[i];
            double radius = gap * (1 + (int) (count * u[n + i]));
            put(into, i, radius * Math.cos(angle) + noise * z[i], radius * Math.sin(angle) + noise * z[n + i]);
        }
    }

    /** The half circle (cos a, sin a), or the other, (1 − cos a, ½ − sin a); doubled and moved to the centre. */
    private static void moons(int n, float[] u, float[] z, float[] into) {
        for (int i = 0; i < n; i++) {
            double c = Math.cos(Math.PI * u[i]);
            double s = Math.sin(Math.PI * u[i]);
            boolean upper = u[n + i] < 0.5f;
            double x1 = 2 * (upper ? c : 1 - c) - 1;
            double x2 = 2 * (upper ? s : 0.5 - s) - 0.2;
            put(into, i, x1 + MOONS_NOISE * z[i], x2 + MOONS_NOISE * z[n + i]);
        }
    }

    private static void gaussians(int n, float[] u, float[] z, float[] into) {
        for (int i = 0; i < n; i++) {
            double angle = TAU / 8 * (int) (8 * u[i]);
            put(
                    into,
                    i,
                    GAUSSIANS_RADIUS * Math.cos(angle) + GAUSSIANS_STD * z[i],
                    GAUSSIANS_RADIUS * Math.sin(angle) + GAUSSIANS_STD * z[n + i]);
        }
    }

    /** ln Σ N(x; centre, σ²I)/8, by the nearest centre first, so that it stays finite far away. */
    static double gaussiansLogDensity(double x1, double x2) {
        double[] exponents = new double[8];
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < 8; k++) {
            double d1 = x1 - GAUSSIANS_RADIUS * Math.cos(TAU / 8 * k);
            double d2 = x2 - GAUSSIANS_RADIUS * Math.sin(TAU / 8 * k);
            exponents[k] = -(d1 * d1 + d2 * d2) / (2 * GAUSSIANS_STD * GAUSSIANS_STD);
            largest = Math.max(largest, exponents[k]);
        }
        double sum = 0;
        for (double e : exponents) {
            sum += Math.exp(e - largest);
        }
        return largest + Math.log(sum / 8) - Math.log(TAU * GAUSSIANS_STD * GAUSSIANS_STD);
    }

    /** (1 + 0.3·Z, 0.1·Z′) turned clockwise by one of five angles and ¼·exp of the first; doubled. */
    private static void pinwheel(int n, float[] u, float[] z, float[] into) {
        for (int i = 0; i < n; i++) {
            double along = 1 + 0.3 * z[i];
            double across = 0.1 * z[n + i];
            double angle = TAU / 5 * (int) (5 * u[i]) + 0.25 * Math.exp(along);
            double c = Math.cos(angle);
            double s = Math.sin(angle);
            put(into, i, 2 * (along * c + across * s), 2 * (across * c - along * s));
        }
    }

    /** t = 3π·√U; ±(−t·cos t + U′/2, t·sin t + U″/2)/3, with noise. */
    private static void spirals(int n, float[] u, float[] z, float[] into) {
        for (int i = 0; i < n; i++) {
            double t = 1.5 * TAU * Math.sqrt(u[i]);
            double third = (u[3 * n + i] < 0.5f ? 1 : -1) / 3.0;
            double x1 = third * (0.5 * u[n + i] - t * Math.cos(t));
            double x2 = third * (0.5 * u[2 * n + i] + t * Math.sin(t));
            put(into, i, x1 + SPIRALS_NOISE * z[i], x2 + SPIRALS_NOISE * z[n + i]);
        }
    }

    private static void line(int n, float[] u, float[] into) {
        for (int i = 0; i < n; i++) {
            double x1 = 5 * u[i] - 2.5;
            put(into, i, x1, x1);
        }
    }

    private static void cos(int n, float[] u, float[] into) {
        for (int i = 0; i < n; i++) {
            double x1 = 5 * u[i] - 2.5;
            put(into, i, x1, 2.5 * Math.sin(x1));
        }
    }
}
