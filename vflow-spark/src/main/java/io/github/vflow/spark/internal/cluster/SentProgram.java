package io.github.vflow.spark.internal.cluster;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.run.Engines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The program of a shard as it travels. As the value of a broadcast it is one object in an executor, and keeps there a compiled program for each
 * task at a time. Thread-safe.
 */
final class SentProgram implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;
    private transient @Nullable Deque<Compiled> idle;

    private SentProgram(byte[] bytes) {
        this.bytes = bytes;
    }

    static SentProgram of(Program shard) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(shard);
        } catch (IOException e) {
            throw new IllegalStateException("cluster: a program cannot be written", e);
        }
        return new SentProgram(bytes.toByteArray());
    }

    /** A program with its compiled form. */
    private record Compiled(Program program, Executable executable) {}

    /**
     * Computes a shard.
     *
     * @param shared inputs of all shards
     * @param own inputs of this one
     * @return the outputs in the order of the program
     */
    float[][] run(Map<String, float[]> shared, Map<String, float[]> own) {
        Compiled compiled = take();
        Executable executable = compiled.executable;
        try {
            shared.forEach(executable::set);
            own.forEach(executable::set);
            executable.run();
            Map<String, Value> names = compiled.program.outputs();
            float[][] outputs = new float[names.size()][];
            int i = 0;
            for (Map.Entry<String, Value> output : names.entrySet()) {
                outputs[i] = new float[output.getValue().shape().size()];
                executable.get(output.getKey(), outputs[i++]);
            }
            return outputs;
        } finally {
            giveBack(compiled);
        }
    }

    private synchronized Compiled take() {
        Compiled known = idle == null ? null : idle.poll();
        if (known != null) {
            return known;
        }
        Program program = program();
        int threads = Math.max(1, TaskContext.get().cpus());
        return new Compiled(program, Engines.vector(threads).compile(program));
    }

    private synchronized void giveBack(Compiled compiled) {
        Deque<Compiled> others = idle == null ? new ArrayDeque<>() : idle;
        others.add(compiled);
        idle = others;
    }

    private Program program() {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (Program) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(
                    "cluster: driver and executors must have the same version of vflow-spark, but a program cannot be read here",
                    e);
        }
    }
}
