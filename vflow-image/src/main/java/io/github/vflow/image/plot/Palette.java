package io.github.vflow.image.plot;

import java.awt.Color;

/** Colours that colour-blind readers can distinguish, by Okabe and Ito, then a violet and a grey. */
public final class Palette {
    private static final Color[] COLORS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x5B2C83),
        new Color(0x7F7F7F)
    };

    private Palette() {}

    /** The colour of a number; the colours repeat after the last. */
    public static Color of(int number) {
        return COLORS[number % COLORS.length];
    }
}
