package io.github.vflow.flow.testkit;

import io.github.vflow.tensor.engine.Executable;

/** Delegates all calls; tests override those that they observe or disturb. */
public class WrappedExecutable implements Executable {
    private final Executable program;

    /** Around a program. */
    public WrappedExecutable(Executable program) {
        this.program = program;
    }

    @Override
    public void set(String input, float[] values) {
        program.set(input, values);
    }

    @Override
    public void set(String input, double[] values) {
        program.set(input, values);
    }

    @Override
    public void set(String input, double value) {
        program.set(input, value);
    }

    @Override
    public void run() {
        program.run();
    }

    @Override
    public void get(String name, float[] into) {
        program.get(name, into);
    }

    @Override
    public void get(String name, double[] into) {
        program.get(name, into);
    }

    @Override
    public double get(String name) {
        return program.get(name);
    }

    @Override
    public String plan() {
        return program.plan();
    }

    @Override
    public void close() {
        program.close();
    }
}
