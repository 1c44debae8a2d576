package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The entry of a variable in the index (BundleEntryProto).
 *
 * @param type the number of its type, a DataType of TensorFlow
 * @param shape its sizes, outermost first
 * @param shard the number of the data file that has it
 * @param offset of its first byte there
 * @param size of its bytes
 * @param crc their masked CRC-32C
 * @param sliced whether it is stored in parts, which have entries of their own
 */
record BundleEntry(int type, List<Long> shape, int shard, long offset, long size, int crc, boolean sliced) {
    /** float32 as a DataType. */
    static final int FLOAT = 1;

    /** float64 as a DataType. */
    static final int DOUBLE = 2;

    /** Reads the fields; others than these are skipped, as protocol buffers demand. */
    static BundleEntry read(String where, ByteBuffer message) throws FileFormatException {
        int type = 0;
        List<Long> shape = new ArrayList<>();
        int shard = 0;
        long offset = 0;
        long size = 0;
        int crc = 0;
        boolean sliced = false;
        Message fields = new Message(where, message);
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> type = fields.size();
                case 2 -> shape.addAll(shape(where, fields.bytes()));
                case 3 -> shard = fields.size();
                case 4 -> offset = fields.varint();
                case 5 -> size = fields.varint();
                case 6 -> crc = fields.fixed32();
                case 7 -> {
                    sliced = true;
                    fields.skip();
                }
                default -> fields.skip();
            }
        }
        return new BundleEntry(type, List.copyOf(shape), shard, offset, size, crc, sliced);
    }

    /** The number of elements, or one that no array can have. */
    long count() {
        long count = 1;
        for (long axis : shape) {
            count = axis < 0 || axis > Integer.MAX_VALUE
                    ? Integer.MAX_VALUE
                    : Math.min(count * axis, Integer.MAX_VALUE);
        }
        return count;
    }

    /** TensorShapeProto. */
    private static List<Long> shape(String where, ByteBuffer message) throws FileFormatException {
        List<Long> sizes = new ArrayList<>();
        Message fields = new Message(where, message);
        while (fields.next()) {
            if (fields.number() == 2) {
                sizes.add(axis(where, fields.bytes()));
            } else {
                fields.skip();
            }
        }
        return sizes;
    }

    private static long axis(String where, ByteBuffer message) throws FileFormatException {
        long size = 0;
        Message fields = new Message(where, message);
        while (fields.next()) {
            if (fields.number() == 1) {
                size = fields.varint();
            } else {
                fields.skip();
            }
        }
        return size;
    }
}
