package io.github.vflow.spark.internal.cluster;

import io.github.vflow.spark.internal.cluster.Wire.Command;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The driver's connection to a worker; it knows what the worker has. One thread at a time. */
final class Link implements Closeable {
    private final Wire wire;
    private final int rank;
    private final String name;
    private final Map<Long, Long> steps = new HashMap<>();

    /**
     * A connection.
     *
     * @param rank which the worker's rows depend on
     * @param name rank and host, for messages
     */
    Link(Wire wire, int rank, String name) {
        this.wire = wire;
        this.rank = rank;
        this.name = name;
    }

    int rank() {
        return rank;
    }

    String name() {
        return name;
    }

    /**
     * Runs a shard.
     *
     * @param step whose shared inputs the worker gets if it does not have them
     * @throws IOException if the worker is lost
     * @throws ArithmeticException as the program throws it
     * @throws IllegalStateException if the program fails on the worker
     */
    void run(ShardProgram program, long step, Map<String, float[]> shared, RemoteShard shard) throws IOException {
        long has = steps.getOrDefault(program.id(), -1L);
        if (has < 0) {
            send(program);
        }
        if (has != step) {
            wire.write(Command.SHARED);
            wire.write(program.id());
            send(shared);
            steps.put(program.id(), step);
        }
        wire.write(Command.RUN);
        wire.write(program.id());
        send(shard.inputs());
        wire.flush();
        switch (wire.readAnswer()) {
            case OUTPUTS -> {
                for (float[] output : shard.outputs().values()) {
                    wire.read(output);
                }
            }
            case ARITHMETIC -> throw new ArithmeticException(wire.readText());
            case FAILURE -> throw new IllegalStateException("cluster: worker " + name + " failed: " + wire.readText());
            case ROWS -> throw new IOException("cluster: worker " + name + " answered with rows instead of outputs");
        }
    }

    private void send(ShardProgram program) throws IOException {
        wire.write(Command.PROGRAM);
        wire.write(program.id());
        wire.write(program.bytes());
    }

    private void send(Map<String, float[]> arrays) throws IOException {
        wire.write(arrays.size());
        for (Map.Entry<String, float[]> array : arrays.entrySet()) {
            wire.write(array.getKey());
            wire.write(array.getValue().length);
            wire.write(array.getValue());
        }
    }

    /**
     * Fetches some of the worker's rows.
     *
     * @param rows their places among those of the worker
     * @param count how many rows the worker must have
     * @param into [rows, width]
     * @throws IOException if the worker is lost
     * @throws IllegalStateException if it has another number of rows
     */
    void fetch(int[] rows, long count, double[] into) throws IOException {
        wire.write(Command.FETCH);
        wire.write(rows);
        wire.flush();
        Wire.Answer answer = wire.readAnswer();
        if (answer != Wire.Answer.ROWS) {
            throw new IOException("cluster: worker " + name + " answered with " + answer + " instead of rows");
        }
        int has = wire.readInt();
        wire.read(into);
        if (has != count) {
            throw new IllegalStateException("cluster: worker " + name + " must have " + count + " rows but has " + has
                    + "; the Dataset must have the same rows each time it is read, so save or cache it before");
        }
    }

    /** Frees the programs that are no longer used. */
    void forget(Set<Long> gone) throws IOException {
        for (long id : gone) {
            if (steps.remove(id) != null) {
                wire.write(Command.FORGET);
                wire.write(id);
            }
        }
    }

    /** Tells the worker that its work is over. */
    void end() throws IOException {
        wire.write(Command.END);
        wire.flush();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
