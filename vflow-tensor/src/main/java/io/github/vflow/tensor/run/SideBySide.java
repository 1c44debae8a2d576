package io.github.vflow.tensor.run;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.Sharded;

/**
 * Shards side by side, each with its part of the threads and in memory of its own: nothing that one writes another reads, and no thread
 * waits for another until all are done.
 */
final class SideBySide implements Sharded {
    private static final float[] NOTHING = new float[0];

    private final Executable[] programs;
    private final Executable together;
    private final Step step;
    private Work work = (_, _) -> {};

    /**
     * Copies of a program for the shards, and the program for all, which runs on workers that also begin the copies.
     *
     * @param programs at most as many as there are workers
     */
    SideBySide(int shards, Executable[] programs, Executable together, Workers workers) {
        this.programs = programs;
        this.together = together;
        step = workers.parallel(programs.length, (_, copy) -> {
            for (int i = copy; i < shards; i += programs.length) {
                work.run(i, programs[copy]);
            }
        });
    }

    @Override
    public void each(Work work) {
        this.work = work;
        step.run(NOTHING);
    }

    @Override
    public Executable together() {
        return together;
    }

    @Override
    public void close() {
        for (Executable program : programs) {
            program.close();
        }
        together.close();
    }
}
