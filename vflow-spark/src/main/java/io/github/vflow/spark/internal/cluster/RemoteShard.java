package io.github.vflow.spark.internal.cluster;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.SharedArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A shard as the driver sees it: it collects inputs, a run sends them to a worker, and the outputs come back. In float32. */
final class RemoteShard implements Executable {
    private final ShardProgram program;
    private final int number;
    private final Consumer<RemoteShard> runner;
    private final Map<String, float[]> inputs = new LinkedHashMap<>();
    private final Map<String, float[]> outputs = new LinkedHashMap<>();

    /**
     * A shard.
     *
     * @param runner runs it on a worker
     */
    RemoteShard(ShardProgram program, int number, Consumer<RemoteShard> runner) {
        this.program = program;
        this.number = number;
        this.runner = runner;
        for (SharedArray output : program.outputs()) {
            outputs.put(output.name(), new float[output.size()]);
        }
    }

    int number() {
        return number;
    }

    /** The inputs that were set, by name. */
    Map<String, float[]> inputs() {
        return inputs;
    }

    /** The outputs by name, in the order of the program; the worker's answer is written here. */
    Map<String, float[]> outputs() {
        return outputs;
    }

    /** The output of a name, as the array that the next run changes. */
    float[] output(String name) {
        float[] values = outputs.get(name);
        if (values == null) {
            throw new IllegalArgumentException(
                    "cluster: the program of a shard has no output \"" + name + "\"; there are " + outputs.keySet());
        }
        return values;
    }

    private float[] input(String name, int size) {
        float[] values = inputs.computeIfAbsent(name, n -> new float[program.inputSize(n)]);
        require(name, values.length, size);
        return values;
    }

    private static void require(String name, int has, int got) {
        if (has != got) {
            throw new IllegalArgumentException(
                    "cluster: \"" + name + "\" has " + has + " elements but got an array of " + got);
        }
    }

    @Override
    public void set(String name, float[] values) {
        System.arraycopy(values, 0, input(name, values.length), 0, values.length);
    }

    @Override
    public void set(String name, double[] values) {
        float[] into = input(name, values.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) values[i];
        }
    }

    @Override
    public void set(String name, double value) {
        input(name, 1)[0] = (float) value;
    }

    @Override
    public void run() {
        runner.accept(this);
    }

    @Override
    public void get(String name, float[] into) {
        float[] values = output(name);
        require(name, values.length, into.length);
        System.arraycopy(values, 0, into, 0, into.length);
    }

    @Override
    public void get(String name, double[] into) {
        float[] values = output(name);
        require(name, values.length, into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = values[i];
        }
    }

    @Override
    public double get(String name) {
        float[] values = output(name);
        require(name, values.length, 1);
        return values[0];
    }

    @Override
    public String plan() {
        return "shard " + number + " on a worker";
    }

    @Override
    public void close() {}
}
