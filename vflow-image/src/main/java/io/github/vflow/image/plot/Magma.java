package io.github.vflow.image.plot;

import java.util.Arrays;

/** Perceptually uniform colours for numbers in [0, 1], from matplotlib, by van der Walt and Smith (CC0). */
public enum ColorMap {
    /** Black, purple, cream. */
    MAGMA(0x000004, 0x140E36, 0x3B0F70, 0x641A80, 0x8C2981, 0xB73779, 0xDE4968, 0xF7705C, 0xFE9F6D, 0xFECF92, 0xFCFDBF),
    /** Purple, green, yellow. */
    VIRIDIS(
            0x440154, 0x482475, 0x414487, 0x355F8D, 0x2A788E, 0x21918C, 0x22A884, 0x44BF70, 0x7AD151, 0xBDDF26,
            0xFDE725);

    /** The colour of NaN. */
    private static final int NONE = 0x9A9A9A;

    @SuppressWarnings("ImmutableEnumChecker") // no method returns the array
    private final int[] stops;

    ColorMap(int... stops) {
        this.stops = stops;
    }

    /** The colour 0xRRGGBB of a number. Numbers are clamped to [0, 1]; NaN is grey. */
    public int rgb(double t) {
        if (Double.isNaN(t)) {
            return NONE;
        }
        double at = Math.clamp(t, 0, 1) * (stops.length - 1);
        int below = Math.min((int) at, stops.length - 2);
        double rest = at - below;
        return Arrays.stream(new int[] {16, 8, 0})
                .map(shift -> {
                    int a = stops[below] >> shift & 0xFF;
                    int b = stops[below + 1] >> shift & 0xFF;
                    return (int) Math.round(a + rest * (b - a)) << shift;
                })
                .sum();
    }
}
