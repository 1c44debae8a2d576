package io.github.vflow.lab.tensorflow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Writes checkpoints of one data file, as TensorFlow does: with blocks of its size, or with Snappy, which it does not use for its index. */
final class TensorBundleWriter implements AutoCloseable {
    private static final int BLOCK = 4096;
    private static final int RESTART = 16;
    private static final int RAW = 0;
    private static final int SNAPPY = 1;

    private final Path prefix;
    private final FileChannel data;
    private final Map<String, byte[]> entries = new TreeMap<>();

    TensorBundleWriter(Path prefix) throws IOException {
        this.prefix = prefix;
        this.data = FileChannel.open(
                Path.of(prefix + ".data-00000-of-00001"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
        entries.put(
                "", message().number(1, 1).bytes(3, message().number(1, 1)).out.toByteArray());
    }

    void floats(String name, int[] shape, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        put(name, BundleEntry.FLOAT, shape, bytes);
    }

    void doubles(String name, int[] shape, double[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        put(name, BundleEntry.DOUBLE, shape, bytes);
    }

    /** Data of any type, whose number of bytes need not fit the shape. */
    void put(String name, int type, int[] shape, ByteBuffer bytes) throws IOException {
        Message sizes = message();
        for (int axis : shape) {
            sizes.bytes(2, message().number(1, axis));
        }
        Message entry = message()
                .number(1, type)
                .bytes(2, sizes)
                .number(4, data.position())
                .number(5, bytes.limit())
                .fixed32(6, MaskedCrc.of(bytes));
        entries.put(name, entry.out.toByteArray());
        while (bytes.hasRemaining()) {
            data.write(bytes);
        }
    }

    /** What the index says of a variable, or of the checkpoint if the name is empty. */
    void entry(String name, byte[] message) {
        entries.put(name, message);
    }

    /** Marks a variable as one that is stored in parts. */
    void slice(String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(entries.get(name));
        all.writeBytes(message().bytes(7, message()).out.toByteArray());
        entries.put(name, all.toByteArray());
    }

    /** Writes the index with plain blocks. */
    @Override
    public void close() throws IOException {
        close(RAW, UnaryOperator.identity());
    }

    /** Writes the index with blocks that a program compressed. */
    void closeWithSnappy(UnaryOperator<byte[]> compress) throws IOException {
        close(SNAPPY, compress);
    }

    private void close(int kind, UnaryOperator<byte[]> compress) throws IOException {
        data.close();
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        TableBlock blocks = new TableBlock();
        TableBlock block = new TableBlock();
        String last = "";
        for (Map.Entry<String, byte[]> e : entries.entrySet()) {
            block.add(e.getKey(), e.getValue());
            last = e.getKey();
            if (block.out.size() > BLOCK) {
                blocks.add(last, append(table, block.end(), kind, compress));
                block = new TableBlock();
            }
        }
        blocks.add(last + "~", append(table, block.end(), kind, compress));
        byte[] meta = append(table, new TableBlock().end(), RAW, UnaryOperator.identity());
        byte[] index = append(table, blocks.end(), kind, compress);
        byte[] handles = new byte[40];
        System.arraycopy(meta, 0, handles, 0, meta.length);
        System.arraycopy(index, 0, handles, meta.length, index.length);
        table.writeBytes(handles);
        table.writeBytes(little(Long.BYTES).putLong(0xDB4775248B80FB57L).array());
        Files.write(Path.of(prefix + ".index"), table.toByteArray());
    }

    private static byte[] append(ByteArrayOutputStream to, byte[] content, int kind, UnaryOperator<byte[]> compress) {
        byte[] bytes = compress.apply(content);
        Message handle = message();
        handle.varint(to.size());
        handle.varint(bytes.length);
        int crc = MaskedCrc.of(ByteBuffer.wrap(bytes), ByteBuffer.wrap(new byte[] {(byte) kind}));
        to.writeBytes(bytes);
        to.write(kind);
        to.writeBytes(little(Integer.BYTES).putInt(crc).array());
        return handle.out.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Keys that share prefixes with the one before, but for each sixteenth. */
    private static final class TableBlock {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream restarts = new ByteArrayOutputStream();
        private byte[] last = {};
        private int count;

        void add(String name, byte[] value) {
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            int shared = 0;
            if (count % RESTART == 0) {
                restarts.writeBytes(little(Integer.BYTES).putInt(out.size()).array());
            } else {
                while (shared < Math.min(key.length, last.length) && key[shared] == last[shared]) {
                    shared++;
                }
            }
            Message sizes = message();
            sizes.varint(shared);
            sizes.varint(key.length - shared);
            sizes.varint(value.length);
            out.writeBytes(sizes.out.toByteArray());
            out.write(key, shared, key.length - shared);
            out.writeBytes(value);
            last = key;
            count++;
        }

        byte[] end() {
            int n = restarts.size() / Integer.BYTES;
            out.writeBytes(restarts.toByteArray());
            out.writeBytes(little(Integer.BYTES).putInt(n).array());
            return out.toByteArray();
        }
    }

    private static Message message() {
        return new Message(new ByteArrayOutputStream());
    }

    private record Message(ByteArrayOutputStream out) {
        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message bytes(int field, Message content) {
            varint(((long) field << 3) | 2);
            varint(content.out.size());
            out.writeBytes(content.out.toByteArray());
            return this;
        }

        Message fixed32(int field, int value) {
            varint(((long) field << 3) | 5);
            out.writeBytes(little(Integer.BYTES).putInt(value).array());
            return this;
        }

        void varint(long value) {
            long rest = value;
            while (rest >>> 7 != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
