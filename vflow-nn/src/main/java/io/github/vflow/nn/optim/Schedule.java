package io.github.vflow.nn.optim;

/** The learning rate at each step, counted from zero. */
@FunctionalInterface
public interface Schedule {
    /** The rate of a step. */
    double at(long step);

    /** Always the same. */
    static Schedule constant(double rate) {
        return _ -> rate;
    }

    /** Falls in a straight line from the rate to zero over a number of steps. */
    static Schedule linear(double rate, long steps) {
        return t -> rate * Math.max(0, 1 - (double) t / steps);
    }

    /** Falls along half a cosine from the rate to zero (Loshchilov and Hutter, 2017). */
    static Schedule cosine(double rate, long steps) {
        return t -> rate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (double) t / steps)));
    }

    /** The rate until a step; from there, times a factor each step, down to a floor. */
    static Schedule exponential(double rate, long from, double factor, double floor) {
        return t -> t < from ? rate : Math.max(floor, rate * Math.pow(factor, (double) (t - from)));
    }

    /** This schedule, with its first steps scaled in a straight line from zero. */
    default Schedule warmUp(long steps) {
        return t -> at(t) * Math.min(1, (double) t / steps);
    }
}
