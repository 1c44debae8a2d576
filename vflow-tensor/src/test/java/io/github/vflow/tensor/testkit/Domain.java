package io.github.vflow.tensor.testkit;

import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Where the numbers of an input are drawn from, so that an operation is defined and smooth around them. */
public enum Domain {
    /** Around zero, on both sides. */
    ANY,
    /** From 0.14 to 7. */
    POSITIVE,
    /** From −0.9 to 3, for ln(1 + x). */
    ABOVE_MINUS_ONE,
    /** From 0.2 to 3, of either sign: for divisors, and for kinks at zero. */
    FAR_FROM_ZERO,
    /** Numbers 0.05 apart, shuffled: nothing near a tie. */
    APART,
    /** As {@link #APART}, and halfway between those numbers: no tie between the two either. */
    APART_BETWEEN,
    /** Zeros and ones. Not differentiated. */
    MASK,
    /** Square matrices far from singular. */
    INVERTIBLE;

    /** What is drawn, rounded to float32 so that all engines see the same. */
    public double[] draw(Shape shape, SplittableRandom random) {
        double[] x = new double[shape.size()];
        switch (this) {
            case ANY -> Arrays.setAll(x, _ -> 1.5 * random.nextGaussian());
            case POSITIVE -> Arrays.setAll(x, _ -> Math.exp(random.nextDouble(-2, 2)));
            case ABOVE_MINUS_ONE -> Arrays.setAll(x, _ -> random.nextDouble(-0.9, 3));
            case FAR_FROM_ZERO -> Arrays.setAll(x, _ -> random.nextDouble(0.2, 3) * sign(random));
            case APART -> shuffledGrid(x, 0, random);
            case APART_BETWEEN -> shuffledGrid(x, 0.5, random);
            case MASK -> Arrays.setAll(x, _ -> random.nextInt(2));
            case INVERTIBLE -> {
                int n = shape.dim(shape.rank() - 1);
                Arrays.setAll(x, i -> 0.3 * random.nextGaussian() + (i / n % n == i % n ? 2 * sign(random) : 0));
            }
        }
        return Arrays.stream(x).map(v -> (float) v).toArray();
    }

    private static double sign(SplittableRandom random) {
        return random.nextBoolean() ? 1 : -1;
    }

    private static void shuffledGrid(double[] x, double shift, SplittableRandom random) {
        Arrays.setAll(x, i -> 0.05 * (i - x.length / 2 + shift));
        for (int i = x.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swapped = x[i];
            x[i] = x[j];
            x[j] = swapped;
        }
    }
}
