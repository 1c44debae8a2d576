package io.github.vflow.tensor.execution;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.plan.Stages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Caches the part of a program that depends only on fixed inputs, such as the parameters of a model that scores rows. That part is
 * computed again only after one of these inputs was set. A run allocates nothing. Not thread-safe.
 */
public final class StagedExecutable implements Executable {
    private final Executable first;
    private final Executable second;
    private final Set<String> fixed;
    private final Set<String> inputs;

    /** The results of the first stage, by name. */
    private final Map<String, double[]> results = new LinkedHashMap<>();

    private boolean stale = true;

    private StagedExecutable(Engine engine, Stages stages, Set<String> fixed) {
        this.first = engine.compile(stages.first());
        this.second = engine.compile(stages.second());
        this.fixed = Set.copyOf(fixed);
        this.inputs = Set.copyOf(stages.second().inputs().keySet());
        for (Map.Entry<String, Value> output : stages.first().outputs().entrySet()) {
            results.put(output.getKey(), new double[output.getValue().shape().size()]);
        }
    }

    /**
     * Compiles a program on an engine.
     *
     * @param fixed names of inputs that keep their values for many runs
     * @throws IllegalArgumentException if the program has updates
     */
    public static Executable of(Engine engine, Program program, Set<String> fixed) {
        Stages stages = Stages.of(program, fixed);
        return stages.first().outputs().isEmpty()
                ? engine.compile(program)
                : new StagedExecutable(engine, stages, fixed);
    }

    private boolean isFixed(String input) {
        boolean is = fixed.contains(input);
        stale |= is;
        return is;
    }

    @Override
    public void set(String input, float[] values) {
        if (isFixed(input)) {
            first.set(input, values);
        }
        if (!fixed.contains(input) || inputs.contains(input)) {
            second.set(input, values);
        }
    }

    @Override
    public void set(String input, double[] values) {
        if (isFixed(input)) {
            first.set(input, values);
        }
        if (!fixed.contains(input) || inputs.contains(input)) {
            second.set(input, values);
        }
    }

    @Override
    public void set(String input, double value) {
        if (isFixed(input)) {
            first.set(input, value);
        }
        if (!fixed.contains(input) || inputs.contains(input)) {
            second.set(input, value);
        }
    }

    @Override
    public void run() {
        if (stale) {
            first.run();
            results.forEach((name, values) -> {
                first.get(name, values);
                second.set(name, values);
            });
            stale = false;
        }
        second.run();
    }

    private Executable having(String name) {
        return fixed.contains(name) ? first : second;
    }

    @Override
    public void get(String name, float[] into) {
        having(name).get(name, into);
    }

    @Override
    public void get(String name, double[] into) {
        having(name).get(name, into);
    }

    @Override
    public double get(String name) {
        return having(name).get(name);
    }

    @Override
    public String plan() {
        return second.plan() + "; once for fixed inputs: " + first.plan();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
