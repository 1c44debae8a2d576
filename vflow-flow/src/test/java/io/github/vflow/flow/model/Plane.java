package io.github.vflow.flow.model;

import java.util.function.IntToDoubleFunction;

/**
 * A square grid of points at the centres of cells.
 *
 * @param extent it covers [−extent, extent]²
 * @param side cells along each side
 */
record Plane(double extent, int side) {
    /** x₁, x₂ of each centre, one after another. */
    double[] centres() {
        double[] all = new double[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            int row = i / side;
            all[2 * i] = (row + 0.5) * cell() - extent;
            all[2 * i + 1] = (i % side + 0.5) * cell() - extent;
        }
        return all;
    }

    double cell() {
        return 2 * extent / side;
    }

    /** Σ density · area: the midpoint rule, whose error falls faster than any power of the cell for smooth densities. */
    double mass(IntToDoubleFunction logDensity) {
        double sum = 0;
        for (int i = 0; i < side * side; i++) {
            sum += Math.exp(logDensity.applyAsDouble(i)) * cell() * cell();
        }
        return sum;
    }

    /** The mass in each of blocks² blocks, then the mass outside of them. */
    double[] blocks(int blocks, IntToDoubleFunction logDensity) {
        if (side % blocks != 0) {
            throw new IllegalArgumentException(side + " cells do not fill " + blocks + " blocks");
        }
        double[] mass = new double[blocks * blocks + 1];
        double rest = 1;
        for (int i = 0; i < side * side; i++) {
            double m = Math.exp(logDensity.applyAsDouble(i)) * cell() * cell();
            mass[i / side * blocks / side * blocks + i % side * blocks / side] += m;
            rest -= m;
        }
        mass[blocks * blocks] = Math.max(0, rest);
        return mass;
    }

    /** The block in which a point lies; the last number is outside. */
    int block(int blocks, double x1, double x2) {
        int i = (int) Math.floor((x1 + extent) / (2 * extent) * blocks);
        int j = (int) Math.floor((x2 + extent) / (2 * extent) * blocks);
        boolean outside = i < 0 || j < 0 || i >= blocks || j >= blocks;
        return outside ? blocks * blocks : i * blocks + j;
    }
}
