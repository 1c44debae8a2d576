package io.github.vflow.spark.internal.cluster;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import java.util.LinkedHashMap;
import java.util.Map;

/** A shard as the driver sees it: it keeps inputs for the next job, and the outputs of the last one. */
final class RemoteShard implements Executable {
    private final Map<String, float[]> inputs = new LinkedHashMap<>();

    /** In the order of the program. */
    private final Map<String, float[]> outputs = new LinkedHashMap<>();

    RemoteShard(Program program) {
        program.outputs()
                .forEach((name, value) ->
                        outputs.put(name, new float[value.shape().size()]));
    }

    Map<String, float[]> inputs() {
        return inputs;
    }

    /** Takes the outputs of a job, in the order of the program. */
    void ran(float[][] computed) {
        int i = 0;
        for (Map.Entry<String, float[]> output : outputs.entrySet()) {
            output.setValue(computed[i++]);
        }
    }

    /** The output of a name, as the array that the next run replaces. */
    float[] output(String name) {
        float[] values = outputs.get(name);
        if (values == null) {
            throw new IllegalArgumentException(
                    "cluster: the program of a shard has no output \"" + name + "\"; there are " + outputs.keySet());
        }
        return values;
    }

    private float[] output(String name, int size) {
        float[] values = output(name);
        if (values.length != size) {
            throw new IllegalArgumentException(
                    "cluster: \"" + name + "\" has " + values.length + " elements but got an array of " + size);
        }
        return values;
    }

    @Override
    public void set(String name, float[] values) {
        inputs.put(name, values.clone());
    }

    @Override
    public void set(String name, double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        inputs.put(name, narrow);
    }

    @Override
    public void set(String name, double value) {
        set(name, new double[] {value});
    }

    /** Does nothing: the job runs all shards together. */
    @Override
    public void run() {}

    @Override
    public void get(String name, float[] into) {
        System.arraycopy(output(name, into.length), 0, into, 0, into.length);
    }

    @Override
    public void get(String name, double[] into) {
        float[] values = output(name, into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = values[i];
        }
    }

    @Override
    public double get(String name) {
        return output(name, 1)[0];
    }

    @Override
    public String plan() {
        return "a shard in a task of Spark";
    }

    @Override
    public void close() {}
}
