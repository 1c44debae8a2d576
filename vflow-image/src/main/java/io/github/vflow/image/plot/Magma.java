package io.github.vflow.image.plot;

import java.util.Arrays;

/** Matplotlib's perceptually uniform colours "magma" for numbers in [0, 1]: black, purple, cream; by van der Walt and Smith (CC0). */
public final class Magma {
    private static final int[] STOPS = {
        0x000004, 0x140E36, 0x3B0F70, 0x641A80, 0x8C2981, 0xB73779, 0xDE4968, 0xF7705C, 0xFE9F6D, 0xFECF92, 0xFCFDBF
    };

    /** The colour of NaN. */
    private static final int NONE = 0x9A9A9A;

    private Magma() {}

    /**
     * The colours of a density: black is 0.
     *
     * @param logDensity ln p in nats; not modified
     * @param brightest the density that gets the brightest colour; higher ones get it too
     */
    public static int[] of(double[] logDensity, double brightest) {
        return Arrays.stream(logDensity)
                .mapToInt(log -> rgb(Math.exp(log) / brightest))
                .toArray();
    }

    /** The colour 0xRRGGBB of a number. Numbers are clamped to [0, 1]; NaN is grey. */
    static int rgb(double t) {
        if (Double.isNaN(t)) {
            return NONE;
        }
        double at = Math.clamp(t, 0, 1) * (STOPS.length - 1);
        int below = Math.min((int) at, STOPS.length - 2);
        double rest = at - below;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = STOPS[below] >> shift & 0xFF;
            int b = STOPS[below + 1] >> shift & 0xFF;
            rgb |= (int) Math.round(a + rest * (b - a)) << shift;
        }
        return rgb;
    }
}
