package io.github.vflow.spark.internal.cluster;

import io.github.vflow.tensor.engine.spi.SharedArray;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;

/**
 * The program of a shard as it travels.
 *
 * @param id which is unique among the programs of an engine
 * @param program of a shard
 * @param shared the inputs that all shards have in common, such as the parameters
 * @param gathered the outputs that the program for all reads
 */
record ShardProgram(long id, Program program, List<SharedArray> shared, List<SharedArray> gathered) {
    /** A worker makes objects of these classes only. */
    private static final String ALLOWED =
            "io.github.vflow.tensor.ir.*;io.github.vflow.tensor.shape.*;java.util.*;java.lang.*;!*";

    static ShardProgram of(long id, Program shard, Program together) {
        return new ShardProgram(id, shard, SharedArray.inputs(shard, together), SharedArray.outputs(shard, together));
    }

    /** The outputs that a worker sends back: all of them. */
    List<SharedArray> outputs() {
        return program.outputs().entrySet().stream()
                .map(e -> new SharedArray(e.getKey(), e.getValue().shape().size()))
                .toList();
    }

    /** The number of elements of an input that a shard alone has. */
    int inputSize(String name) {
        Map<String, Value> inputs = program.inputs();
        if (!inputs.containsKey(name)) {
            throw new IllegalArgumentException(
                    "cluster: the program of a shard has no input \"" + name + "\"; there are " + inputs.keySet());
        }
        return inputs.get(name).shape().size();
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(program);
        } catch (IOException e) {
            throw new IllegalStateException("cluster: a program cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The program of some bytes.
     *
     * @throws IOException if they are damaged, or have objects of other classes
     */
    static Program read(byte[] bytes) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(ObjectInputFilter.Config.createFilter(ALLOWED));
            return (Program) in.readObject();
        } catch (ClassNotFoundException e) {
            InvalidObjectException bad = new InvalidObjectException(
                    "cluster: driver and executors must have the same version of vflow-spark, but a class is missing: "
                            + e.getMessage());
            bad.initCause(e);
            throw bad;
        }
    }
}
