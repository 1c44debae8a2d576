package io.github.vflow.spark.internal.cluster;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** One end of a connection between driver and worker: numbers, texts and arrays in both directions. Not thread-safe. */
final class Wire implements Closeable {
    /** The commands of the driver. */
    enum Command {
        /** Compile a program. */
        PROGRAM('P'),
        /** Set the inputs that all shards share. */
        SHARED('S'),
        /** Set the inputs of a shard, run, and answer with the outputs. */
        RUN('R'),
        /** Free a program. */
        FORGET('F'),
        /** Answer with some of the worker's rows. */
        FETCH('D'),
        /** The work is over. */
        END('E');

        private final char letter;

        Command(char letter) {
            this.letter = letter;
        }
    }

    /** The answers of a worker. */
    enum Answer {
        /** The outputs follow. */
        OUTPUTS('O'),
        /** The rows follow. */
        ROWS('D'),
        /** The program had no finite result, such as the inverse of a singular matrix; the message follows. */
        ARITHMETIC('A'),
        /** The program failed; the message follows. */
        FAILURE('F');

        private final char letter;

        Answer(char letter) {
            this.letter = letter;
        }
    }

    private static final int BUFFER = 1 << 16;

    /** The most bytes of a text; a message may name all columns of a table. */
    private static final int LONGEST_TEXT = 1 << 26;

    /** Interval at which a read checks for task cancellation. */
    private static final int PATIENCE_MILLIS = 1_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final byte[] bytes = new byte[BUFFER];

    /**
     * An end.
     *
     * @param millis the longest wait for the other end in the middle of a message
     */
    Wire(Socket socket, int millis) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(millis);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
    }

    void write(Command command) throws IOException {
        out.writeByte(command.letter);
    }

    void write(Answer answer) throws IOException {
        out.writeByte(answer.letter);
    }

    void write(int number) throws IOException {
        out.writeInt(number);
    }

    void write(long number) throws IOException {
        out.writeLong(number);
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] array) throws IOException {
        out.writeInt(array.length);
        out.write(array);
    }

    void write(float[] values) throws IOException {
        for (int at = 0; at < values.length; at += BUFFER / Float.BYTES) {
            int n = Math.min(BUFFER / Float.BYTES, values.length - at);
            ByteBuffer.wrap(bytes).asFloatBuffer().put(values, at, n);
            out.write(bytes, 0, n * Float.BYTES);
        }
    }

    void write(int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    void write(double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    void flush() throws IOException {
        out.flush();
    }

    int readInt() throws IOException {
        return in.readInt();
    }

    long readLong() throws IOException {
        return in.readLong();
    }

    String readText() throws IOException {
        return new String(readBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
    }

    Answer readAnswer() throws IOException {
        int letter = in.readByte();
        for (Answer answer : Answer.values()) {
            if (answer.letter == letter) {
                return answer;
            }
        }
        throw unknown(letter);
    }

    /**
     * The next command, for which a worker waits as long as the driver lives.
     *
     * @param isOver asked every second; once true, the command is {@link Command#END}
     */
    Command readCommand(BooleanSupplier isOver) throws IOException {
        int millis = socket.getSoTimeout();
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            while (!isOver.getAsBoolean()) {
                try {
                    return command(in.readByte());
                } catch (SocketTimeoutException _) {
                    // the driver evaluates, or other workers are at work
                }
            }
            return Command.END;
        } finally {
            socket.setSoTimeout(millis);
        }
    }

    private static Command command(int letter) throws IOException {
        for (Command command : Command.values()) {
            if (command.letter == letter) {
                return command;
            }
        }
        throw unknown(letter);
    }

    private static IOException unknown(int letter) {
        return new IOException("cluster: the other end must speak as this one does but says " + letter
                + "; driver and executors need the same version of vflow-spark");
    }

    byte[] readBytes(int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("cluster: expected at most " + most + " bytes but " + length + " are announced");
        }
        byte[] array = new byte[length];
        in.readFully(array);
        return array;
    }

    void read(float[] values) throws IOException {
        for (int at = 0; at < values.length; at += BUFFER / Float.BYTES) {
            int n = Math.min(BUFFER / Float.BYTES, values.length - at);
            in.readFully(bytes, 0, n * Float.BYTES);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values, at, n);
        }
    }

    int[] readInts() throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    void read(double[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
    }

    /** Sets the longest wait for the other end. */
    void timeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
