package io.github.vflow.spark.internal.cluster;

import io.github.vflow.spark.internal.cluster.Wire.Answer;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.TaskContext;

/**
 * A task that works for the driver until the driver ends it: it compiles programs, and runs shards. If the connection breaks, the task fails,
 * and Spark starts it again, here or elsewhere.
 *
 * @param host of the driver
 * @param port of the driver
 * @param secret by which the driver knows the worker
 * @param timeout in milliseconds, the longest wait for the driver in the middle of a message
 */
public record Worker(String host, int port, String secret, int timeout) implements Serializable {
    private static final int LARGEST_PROGRAM = 1 << 28;

    /**
     * Works until the driver ends it.
     *
     * @param rank of the worker, which its rows depend on
     * @param rows that the driver may ask for
     * @throws IOException if the driver cannot be reached, or the connection breaks
     */
    public void work(int rank, LoadedRows rows) throws IOException {
        TaskContext task = TaskContext.get();
        call(rank, "", wire -> new Shift(wire, Engines.vector(Math.max(1, task.cpus())), rows).work(task));
    }

    /**
     * Tells the driver that training must end, since a retry would not help.
     *
     * @param why the message for the user
     * @throws IOException if the driver cannot be reached
     */
    public void refuse(int rank, String why) throws IOException {
        call(rank, why, _ -> {});
    }

    /** The use of a connection. */
    private interface Conversation {
        void over(Wire wire) throws IOException;
    }

    private void call(int rank, String refusal, Conversation conversation) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), timeout);
            try (Wire wire = new Wire(socket, timeout)) {
                wire.write(secret);
                wire.write(rank);
                wire.write(socket.getLocalAddress().getHostAddress());
                wire.write(refusal);
                wire.flush();
                conversation.over(wire);
            }
        }
    }

    /** A compiled program, with the arrays that its outputs are read into. */
    private record Compiled(Executable program, Map<String, float[]> outputs) {
        static Compiled of(Engine engine, Program program) {
            Map<String, float[]> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, Value> output : program.outputs().entrySet()) {
                outputs.put(output.getKey(), new float[output.getValue().shape().size()]);
            }
            return new Compiled(engine.compile(program), outputs);
        }
    }

    /** The work of one connection. */
    private static final class Shift {
        private final Wire wire;
        private final Engine engine;
        private final LoadedRows rows;
        private final Map<Long, Compiled> programs = new HashMap<>();

        private Shift(Wire wire, Engine engine, LoadedRows rows) {
            this.wire = wire;
            this.rows = rows;
            this.engine = engine;
        }

        private void work(TaskContext task) throws IOException {
            try {
                while (serves(wire.readCommand(task::isInterrupted))) {
                    wire.flush();
                }
            } finally {
                programs.values().forEach(p -> p.program.close());
            }
        }

        private boolean serves(Wire.Command command) throws IOException {
            if (command == Wire.Command.END) {
                return false;
            }
            if (command == Wire.Command.FETCH) {
                fetch();
                return true;
            }
            long id = wire.readLong();
            switch (command) {
                case PROGRAM ->
                    programs.put(id, Compiled.of(engine, ShardProgram.read(wire.readBytes(LARGEST_PROGRAM))));
                case SHARED -> set(compiled(id).program);
                case RUN -> run(compiled(id));
                case FORGET -> {
                    compiled(id).program.close();
                    programs.remove(id);
                }
                case FETCH, END -> throw new IllegalStateException("cluster: " + command + " has no program");
            }
            return true;
        }

        /** Sends the number of all rows, then the rows asked for. */
        private void fetch() throws IOException {
            int[] asked = wire.readInts();
            double[] found = new double[asked.length * rows.width()];
            for (int i = 0; i < asked.length; i++) {
                rows.copy(asked[i], found, i * rows.width());
            }
            wire.write(Answer.ROWS);
            wire.write(rows.count());
            wire.write(found);
        }

        private Compiled compiled(long id) throws IOException {
            Compiled known = programs.get(id);
            if (known == null) {
                throw new IOException("cluster: the driver must send program " + id + " before it is used");
            }
            return known;
        }

        private void set(Executable program) throws IOException {
            for (int rest = wire.readInt(); rest > 0; rest--) {
                String name = wire.readText();
                float[] values = new float[wire.readInt()];
                wire.read(values);
                program.set(name, values);
            }
        }

        private void run(Compiled compiled) throws IOException {
            set(compiled.program);
            try {
                compiled.program.run();
            } catch (ArithmeticException e) {
                refuse(Answer.ARITHMETIC, String.valueOf(e.getMessage()));
                return;
            } catch (RuntimeException e) {
                refuse(Answer.FAILURE, e.toString());
                return;
            }
            wire.write(Answer.OUTPUTS);
            for (Map.Entry<String, float[]> output : compiled.outputs.entrySet()) {
                compiled.program.get(output.getKey(), output.getValue());
                wire.write(output.getValue());
            }
        }

        private void refuse(Answer answer, String message) throws IOException {
            wire.write(answer);
            wire.write(message);
        }
    }
}
