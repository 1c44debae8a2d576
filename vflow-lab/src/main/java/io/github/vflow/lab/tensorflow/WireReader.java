package io.github.vflow.lab.tensorflow;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the numbers of sorted tables and protocol buffers: little-endian, or of variable length. Not thread-safe. */
final class WireReader {
    private static final int MOST_VARINT_BITS = 63;

    private final String where;
    private final ByteBuffer bytes;

    /**
     * Reads from the position of a buffer to its limit.
     *
     * @param where file and part of it, which messages begin with
     */
    WireReader(String where, ByteBuffer bytes) {
        this.where = where;
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasMore() {
        return bytes.hasRemaining();
    }

    int remaining() {
        return bytes.remaining();
    }

    int position() {
        return bytes.position();
    }

    int unsignedByte() throws FileFormatException {
        require(1);
        return bytes.get() & 0xFF;
    }

    int fixed32() throws FileFormatException {
        require(Integer.BYTES);
        return bytes.getInt();
    }

    long fixed64() throws FileFormatException {
        require(Long.BYTES);
        return bytes.getLong();
    }

    /** Seven bits in each byte, the lowest first; the highest bit says that another byte follows. */
    long varint() throws FileFormatException {
        long value = 0;
        for (int shift = 0; shift <= MOST_VARINT_BITS; shift += 7) {
            int b = unsignedByte();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw bad("a number has more than ten bytes");
    }

    /** A number that fits an int and is not negative. */
    int size() throws FileFormatException {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw bad("a size must be in 0 … 2147483647 but is " + value);
        }
        return (int) value;
    }

    /** The next bytes, as a view. */
    ByteBuffer next(int length) throws FileFormatException {
        require(length);
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }

    FileFormatException bad(String what) {
        return new FileFormatException(where + ": " + what + "; the file is damaged, fetch it again");
    }

    private void require(int length) throws FileFormatException {
        if (length > bytes.remaining()) {
            throw bad("the next part has " + length + " bytes but only " + bytes.remaining() + " follow");
        }
    }
}
