package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.data.Rows;
import java.util.stream.IntStream;

/** The modes of the checkerboard: eight squares of side two on [−4, 4]². */
final class Modes {
    static final int COUNT = 8;

    private static final int ACROSS = 4;
    private static final double SIDE = 2;

    private Modes() {}

    /** The mode whose centre is nearest to each row of [n, 2 or more]. */
    static int[] of(Rows points) {
        return IntStream.range(0, points.size())
                .map(i -> nearest(points.get(i, 0), points.get(i, 1)))
                .toArray();
    }

    private static int nearest(double x1, double x2) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int mode = 0; mode < COUNT; mode++) {
            int column = mode / 2;
            int row = 2 * (mode % 2) + column % 2;
            double distance = Math.hypot(x1 - centre(column), x2 - centre(row));
            if (distance < least) {
                least = distance;
                best = mode;
            }
        }
        return best;
    }

    /** The middle of the k-th column or row. */
    private static double centre(int k) {
        return SIDE * (k + 0.5 - ACROSS / 2.0);
    }

    /** The rows of a mode. */
    static int[] rows(int[] modes, int mode) {
        return IntStream.range(0, modes.length).filter(i -> modes[i] == mode).toArray();
    }
}
