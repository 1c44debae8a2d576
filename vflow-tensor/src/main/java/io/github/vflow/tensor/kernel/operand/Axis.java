package io.github.vflow.tensor.kernel.operand;

/**
 * The offsets of the elements along one axis of a matrix: elements in runs, runs in blocks, each at constant steps. A plain matrix
 * has one run. In a padded image the rows are runs, and images are blocks. Immutable.
 */
public final class Axis {
    private final int step;
    private final int run;
    private final int runStep;
    private final int block;
    private final int blockStep;
    /** A table, since a division costs more than a tile of a small product. Long single runs need none. */
    private final int[] offsets;

    /**
     * An axis in runs and blocks.
     *
     * @param step from element to element in a run
     * @param run elements of a run
     * @param runStep from run to run
     * @param block runs of a block
     * @param blockStep from block to block
     * @param size elements of the axis
     */
    public Axis(int step, int run, int runStep, int block, int blockStep, int size) {
        this.step = step;
        this.run = run;
        this.runStep = runStep;
        this.block = block;
        this.blockStep = blockStep;
        this.offsets = new int[size > run || size <= Limits.DEPTH ? size : 0];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = i % run * step + i / run % block * runStep + i / run / block * blockStep;
        }
    }

    private Axis(int step, int[] offsets) {
        this.step = step;
        this.run = 0;
        this.runStep = 0;
        this.block = 1;
        this.blockStep = 0;
        this.offsets = offsets;
    }

    /** Some elements of this axis, in no runs. */
    public Axis only(int[] elements) {
        int[] some = new int[elements.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = at(elements[i]);
        }
        return new Axis(step, some);
    }

    /** An axis with one run. */
    public static Axis plain(int step, int size) {
        return new Axis(step, size, 0, 1, 0, size);
    }

    /** The offsets of the first {@link Limits#DEPTH} elements at most. Not to be modified. */
    public int[] offsets() {
        return offsets;
    }

    /** The distance of elements in a run. */
    public int step() {
        return step;
    }

    /** The number of elements in a run. */
    public int run() {
        return run;
    }

    /** From the end of a run to the next run of the block; zero if there is one run. */
    public int skip() {
        return offsets.length > run ? runStep - run * step : 0;
    }

    /** From the end of a run to the next run, when n elements have been passed. */
    public int jump(int n) {
        int within = runStep - run * step;
        return n / run % block == 0 ? within + blockStep - block * runStep : within;
    }

    /** The size of pieces, at most the limit, that an axis can be cut into so that all pieces have the same runs and blocks. */
    public int cut(int limit) {
        if (offsets.length <= run) {
            return limit;
        }
        int whole = run * block;
        return whole <= limit
                ? limit / whole * whole
                : run <= limit ? run * divisor(block, limit / run) : divisor(run, limit);
    }

    private static int divisor(int n, int limit) {
        int d = Math.min(n, limit);
        while (n % d != 0) {
            d--;
        }
        return d;
    }

    /** The axis of a piece, of the first elements after a {@link #cut}. */
    public Axis part(int size) {
        return size <= run ? plain(step, size) : new Axis(step, run, runStep, block, blockStep, size);
    }

    /** The offset of element i relative to the first. */
    public int at(int i) {
        return i < run ? i * step : offsets[i];
    }

    @Override
    public String toString() {
        return "Axis[step " + step + ", run " + run + ", runStep " + runStep + ", block " + block + ", blockStep "
                + blockStep + "]";
    }
}
