package io.github.vflow.tensor.kernel.operand;

/**
 * Where the elements along one axis of a matrix lie: runs of elements a step apart, runs grouped in blocks. A plain matrix has
 * one run; the rows of an image inside a padded one are runs, and images are blocks.
 */
public final class Axis {
    private final int step;
    private final int run;
    private final int runStep;
    private final int block;
    private final int blockStep;
    /** To divide costs more than a tile of a small product. Long single runs, rows of large matrices, do without. */
    private final int[] offsets;

    /**
     * In runs and blocks.
     *
     * @param step from element to element in a run
     * @param run elements of a run
     * @param runStep from run to run
     * @param block runs of a block
     * @param blockStep from block to block
     * @param size elements in all
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

    /** Elements a step apart. */
    public static Axis plain(int step, int size) {
        return new Axis(step, size, 0, 1, 0, size);
    }

    /** Where the at most {@link Limits#DEPTH} elements lie from the first on; not to be changed. */
    public int[] offsets() {
        return offsets;
    }

    /** From element to element in a run. */
    public int step() {
        return step;
    }

    /** Elements of a run. */
    public int run() {
        return run;
    }

    /** From behind a run to the next of a block, zero if there is one run. */
    public int skip() {
        return offsets.length > run ? runStep - run * step : 0;
    }

    /** From behind a run, of which n elements are done in all, to the next. */
    public int jump(int n) {
        int within = runStep - run * step;
        return n / run % block == 0 ? within + blockStep - block * runStep : within;
    }

    /**
     * A number of elements, at most the limit, after which an axis may be cut again and again: the pieces have runs
     * and blocks as the whole has.
     */
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

    /** The first elements of what is left behind a {@link #cut}. */
    public Axis part(int size) {
        return size <= run ? plain(step, size) : new Axis(step, run, runStep, block, blockStep, size);
    }

    /** The offset of element i from the first. */
    public int at(int i) {
        return i < run ? i * step : offsets[i];
    }

    @Override
    public String toString() {
        return "Axis[step " + step + ", run " + run + ", runStep " + runStep + ", block " + block + ", blockStep "
                + blockStep + "]";
    }
}
